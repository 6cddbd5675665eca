"""Addresses of the API of the fleet, from its table, and of the page of the keys that open it."""

from django.urls import path

from fleet.api.endpoints import ENDPOINTS, PREFIX
from fleet.api.openapi import openapi
from fleet.api.serve import view_of
from people.pages.api_keys import api_keys, revoke

_HERE = {"template": "fleet/keys.html", "revoke_route": "fleet_key_revoke"}

urlpatterns = [
    path("fleet/keys/", api_keys, _HERE, name="fleet_keys"),
    path("fleet/keys/<int:key_id>/revoke/", revoke, {"back": "fleet_keys"}, name="fleet_key_revoke"),
    path("api/v1/openapi.json", openapi, name="api_openapi"),
    *(path(PREFIX + one.route, view_of(one), name=f"api_fleet_{one.name}") for one in ENDPOINTS),
]
