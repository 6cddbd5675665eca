"""Addresses of the incidents, included at the root."""

from django.urls import path

from incidents.pages import incident, incident_list, new

urlpatterns = [
    path("incidents/", incident_list.incident_list, name="incidents"),
    path("incidents/new/", new.new, name="incident_new"),
    path("incidents/<str:incident_code>/", incident.incident, name="incident"),
    path("incidents/<str:incident_code>/<slug:act>/", incident.step, name="incident_step"),
]
