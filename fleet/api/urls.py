"""Addresses of the API of the fleet, from its table, and of the page of the keys that open it."""

from django.urls import path

from fleet.api import alarms, tracks
from fleet.api.endpoint_view import view_of
from fleet.api.endpoints import ENDPOINTS, PREFIX
from fleet.api.openapi import openapi
from people.pages.api_keys import api_keys, revoke

_HERE = {"template": "fleet/keys.html", "revoke_route": "fleet_key_revoke"}

urlpatterns = [
    path("fleet/keys/", api_keys, _HERE, name="fleet_keys"),
    path("fleet/keys/<int:key_id>/revoke/", revoke, {"back": "fleet_keys"}, name="fleet_key_revoke"),
    path("api/v1/openapi.json", openapi, name="api_openapi"),
    *(path(PREFIX + one.route, view_of(one), name=f"api_fleet_{one.name}") for one in ENDPOINTS),
    path("api/v1/fleet/events/<int:event_id>/acknowledge", alarms.acknowledge, name="api_acknowledge"),
    path("api/v1/tracks", tracks.tracks, name="api_tracks"),
]
