"""Addresses of the fleet; included at the root."""

from django.urls import path

from fleet.api import vehicles as api
from fleet.pages import quarantine, vehicles

urlpatterns = [
    path("fleet/", vehicles.vehicle_list, name="fleet"),
    path("fleet/<int:vehicle_id>/", vehicles.vehicle_page, name="fleet_vehicle"),
    path("fleet/quarantine/", quarantine.quarantine, name="fleet_quarantine"),
    path("fleet/quarantine/claim/", quarantine.claim, name="fleet_claim"),
    path("fleet/quarantine/dismiss/", quarantine.dismiss, name="fleet_dismiss"),
    path("api/v1/vehicles", api.vehicles, name="api_vehicles"),
    path("api/v1/vehicles/<int:vehicle_id>/positions", api.positions, name="api_positions"),
]
