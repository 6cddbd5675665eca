"""Addresses of the fleet; included at the root."""

from django.urls import include, path

from fleet.api import alarms, tracks
from fleet.pages import devices, edit, events, quarantine, vehicle, vehicles

urlpatterns = [
    path("fleet/", vehicles.vehicle_list, name="fleet"),
    path("fleet/new/", edit.new, name="fleet_new"),
    path("fleet/events/acknowledge/", events.acknowledge_selected, name="fleet_events_acknowledge"),
    path("fleet/events/", events.event_list, name="fleet_events"),
    path("fleet/<int:vehicle_id>/", vehicle.vehicle_page, name="fleet_vehicle"),
    path("fleet/<int:vehicle_id>/edit/", edit.edit, name="fleet_edit"),
    path("fleet/<int:vehicle_id>/devices/attach/", devices.attach, name="fleet_attach"),
    path("fleet/<int:vehicle_id>/devices/register/", devices.register, name="fleet_register"),
    path("fleet/<int:vehicle_id>/devices/<int:device_id>/move/", devices.move, name="fleet_move"),
    path("fleet/quarantine/", quarantine.quarantine, name="fleet_quarantine"),
    path("fleet/quarantine/claim/", quarantine.claim, name="fleet_claim"),
    path("fleet/quarantine/dismiss/", quarantine.dismiss, name="fleet_dismiss"),
    path("", include("fleet.urls_people")),
    path("", include("fleet.urls_reports")),
    path("", include("fleet.urls_api")),
    path("", include("fleet.urls_webhooks")),
    path("api/v1/fleet/events/<int:event_id>/acknowledge", alarms.acknowledge, name="api_acknowledge"),
    path("api/v1/tracks", tracks.tracks, name="api_tracks"),
]
