"""Addresses of the desk."""

from django.urls import path

from frontend.views import desk

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.new, name="desk_new"),
    path("desk/<str:code>/", desk.case, name="case"),
    path("desk/<str:code>/<slug:act>/", desk.step, name="step"),
]
