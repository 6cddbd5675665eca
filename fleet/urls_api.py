"""Addresses of the API of the fleet, from its table."""

from django.urls import path

from fleet.api.endpoints import ENDPOINTS, PREFIX
from fleet.api.openapi import openapi
from fleet.api.serve import view_of

urlpatterns = [
    path("api/v1/openapi.json", openapi, name="api_openapi"),
    *(path(PREFIX + one.route, view_of(one), name=f"api_fleet_{one.name}") for one in ENDPOINTS),
]
