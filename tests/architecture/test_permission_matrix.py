"""Every address of the product, and who may read it: a new address fails here until its line is written."""

from collections.abc import Iterator
from typing import Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import World

CENTRE: Final = {"ani", "slamet", "dewi", "eka", "gita"}
OFFICERS: Final = {"budi", "citra"}
ALL: Final = CENTRE | OFFICERS | {"fajar"}
EVERYONE: Final = ALL | {"visitor"}
DUTY: Final = {"ani", "slamet"}
DESK: Final = {"ani", "slamet", "eka", "gita"} | OFFICERS

# Route -> who is answered neither "log in" nor "denied" when reading it.
READERS: Final[dict[str, set[str]]] = {
    "healthz": EVERYONE,
    "favicon.ico": EVERYONE,
    "login/": EVERYONE,
    "language/": EVERYONE,
    "start/": ALL,
    "": EVERYONE,
    "pengaduan/": EVERYONE,
    "pengaduan/terkirim/<str:code>/": EVERYONE,
    "lapor/": EVERYONE,
    "lapor/terkirim/<str:code>/": EVERYONE,
    "status/<str:code>/": EVERYONE,
    "wall/": CENTRE | OFFICERS,
    "desk/": DESK,
    "desk/new/": DUTY,
    "desk/surge/": {"slamet"},
    "desk/categories/": {"gita"},
    "desk/categories/new/": {"gita"},
    "desk/categories/<int:category_id>/": {"gita"},
    "desk/<str:code>/": DESK,
    "desk/<str:code>/slip/": DUTY,
    "incidents/": CENTRE | OFFICERS,
    "incidents/new/": DUTY,
    "incidents/<str:incident_code>/": CENTRE | OFFICERS,
    "field/": {"fajar"},
    "field/<str:code>/": {"fajar"},
    "planner/": {"dewi"},
    "account/": ALL,
    "people/changes/": {"slamet", "gita"},
    "people/": {"gita"},
    "people/new/": {"gita"},
    "people/<int:user_id>/": {"gita"},
    "people/agencies/": {"gita"},
    "people/agencies/new/": {"gita"},
    "people/agencies/<int:agency_id>/": {"gita"},
    "people/keys/": CENTRE | OFFICERS,
    "fleet/keys/": CENTRE | OFFICERS,
    "audit/": {"slamet", "gita"},
    "audit/left-out/": {"slamet", "gita"},
    "fleet/": CENTRE | OFFICERS,
    "fleet/new/": {"slamet", "gita"},
    "fleet/events/": CENTRE | OFFICERS,
    "fleet/<int:vehicle_id>/": CENTRE | OFFICERS,
    "fleet/<int:vehicle_id>/edit/": {"slamet", "gita"},
    "fleet/<int:vehicle_id>/devices/register/": {"ani", "slamet", "gita"},
    "fleet/quarantine/": {"ani", "slamet", "gita"},
    "fleet/devices/": {"ani", "slamet", "gita"},
    "fleet/drivers/": {"ani", "slamet", "gita"} | OFFICERS,
    "fleet/drivers/new/": {"slamet", "gita"},
    "fleet/drivers/<int:driver_id>/": {"slamet", "gita"},
    "fleet/roster/": {"ani", "slamet", "gita"} | OFFICERS,
    "fleet/roster/import/": {"slamet", "gita"},
    "fleet/<int:vehicle_id>/code/": {"ani", "slamet", "gita"},
    "fleet/take/<str:token>/": {"fajar"},
    "fleet/<int:vehicle_id>/enrol/": {"ani", "slamet", "gita"},
    "fleet/devices/import/": {"ani", "slamet", "gita"},
    "fleet/devices/<int:device_id>/": {"ani", "slamet", "gita"},
    "fleet/devices/<int:device_id>/setup/": {"ani", "slamet", "gita"},
    "fleet/devices/<int:device_id>/arrival/": {"ani", "slamet", "gita"},
    "share/<str:token>/": EVERYONE,
    "share/<str:token>/position": EVERYONE,
    "fleet/rules/": {"ani", "slamet", "gita"} | OFFICERS,
    "fleet/rules/new/<slug:kind>/": {"slamet", "gita"},
    "fleet/rules/<int:rule_id>/": {"slamet", "gita"},
    "fleet/groups/": {"ani", "slamet", "gita"} | OFFICERS,
    "fleet/groups/new/": {"slamet", "gita"},
    "fleet/groups/<int:group_id>/": {"slamet", "gita"},
    "fleet/holds/": {"slamet", "gita"},
    "fleet/reports/": CENTRE | OFFICERS,
    "fleet/reports/view/": CENTRE | OFFICERS,
    "fleet/reports/file/": CENTRE | OFFICERS,
    "fleet/reports/runs/<int:run_id>/": CENTRE | OFFICERS,
    "fleet/reports/runs/<int:run_id>/state/": CENTRE | OFFICERS,
    "fleet/reports/runs/<int:run_id>/file/": CENTRE | OFFICERS,
    "fleet/webhooks/": {"gita"},
    "fleet/webhooks/new/": {"gita"},
    "fleet/webhooks/<int:webhook_id>/": {"gita"},
    "cameras/": CENTRE | OFFICERS,
    "cameras/new/": {"slamet", "gita"},
    "cameras/<int:camera_id>/": CENTRE | OFFICERS,
    "cameras/<int:camera_id>/edit/": {"slamet", "gita"},
    "cameras/<int:camera_id>/snapshot.jpg": CENTRE | OFFICERS,
    "api/v1/areas": EVERYONE,
    "api/v1/ground": EVERYONE,
    "api/v1/places": EVERYONE,
    "api/v1/places/at": EVERYONE,
    "api/v1/categories": EVERYONE,
    "api/v1/complaints": ALL,
    "api/v1/complaints/<str:code>": EVERYONE,
    "api/v1/complaints/<str:code>/photos/<int:photo_id>": EVERYONE,
    "api/v1/reports": ALL,
    "api/v1/reports/<str:code>": EVERYONE,
    "api/v1/reports/<str:code>/photos/<int:photo_id>": EVERYONE,
    "api/v1/layers": EVERYONE,
    "api/v1/zones.geojson": EVERYONE,
    "api/v1/zones/list": {"dewi"},
    "api/v1/zones/<int:zone_id>": EVERYONE,
    "api/v1/zones/<int:zone_id>/draft": {"dewi"},
    "api/v1/zones/imports": {"dewi"},
    "api/v1/zones/<int:zone_id>/versions/<int:number>": {"dewi"},
    "tiles/<slug:source>/<int:z>/<int:x>/<int:y>.mvt": EVERYONE,
    "api/v1/cameras": CENTRE | OFFICERS,
    "api/v1/cameras/seeing": CENTRE | OFFICERS,
    "api/v1/cameras/<int:camera_id>": CENTRE | OFFICERS,
    "api/v1/openapi.json": EVERYONE,
    "api/v1/fleet/vehicles": CENTRE | OFFICERS,
    "api/v1/fleet/vehicles/<int:vehicle_id>": CENTRE | OFFICERS,
    "api/v1/fleet/vehicles/<int:vehicle_id>/positions": CENTRE | OFFICERS,
    "api/v1/fleet/vehicles/<int:vehicle_id>/trips": CENTRE | OFFICERS,
    "api/v1/fleet/events": CENTRE | OFFICERS,
    "api/v1/fleet/near": CENTRE | OFFICERS,
    "api/v1/fleet/drivers": {"ani", "slamet", "gita"} | OFFICERS,
    "api/v1/tracks": CENTRE | OFFICERS,
    "fleet/replay/": CENTRE | OFFICERS,
}
# The same for an empty POST to what only writes: a complaint about the input is an answer, too.
WRITERS: Final[dict[str, set[str]]] = {
    "logout/": EVERYONE,
    "status/<str:code>/kata/": EVERYONE,
    "desk/categories/<int:category_id>/rules/": {"gita"},
    "desk/categories/<int:category_id>/rules/<int:rule_id>/remove/": {"gita"},
    # Everybody who may not know of a case is told that there is none.
    "desk/<str:code>/<slug:act>/": ALL,
    "incidents/<str:incident_code>/<slug:act>/": DUTY,
    "field/<str:code>/<slug:act>/": {"fajar"},
    "fleet/<int:vehicle_id>/devices/attach/": {"ani", "slamet", "gita"},
    "fleet/<int:vehicle_id>/devices/<int:device_id>/move/": {"ani", "slamet", "gita"},
    "fleet/quarantine/claim/": {"ani", "slamet", "gita"},
    "fleet/quarantine/dismiss/": {"ani", "slamet", "gita"},
    "fleet/<int:vehicle_id>/driver/": {"ani", "slamet", "gita"},
    "fleet/<int:vehicle_id>/driver/<int:assignment_id>/end/": {"ani", "slamet", "gita"},
    "fleet/devices/<int:device_id>/moved/": {"ani", "slamet", "gita"},
    "fleet/devices/<int:device_id>/bind/": {"ani", "slamet", "gita"},
    "fleet/devices/bind/": {"ani", "slamet", "gita"},
    "fleet/roster/<int:entry_id>/cancel/": {"slamet", "gita"},
    "fleet/<int:vehicle_id>/papers/": {"slamet", "gita"},
    "fleet/<int:vehicle_id>/papers/<int:paper_id>/remove/": {"slamet", "gita"},
    "fleet/<int:vehicle_id>/share/": {"ani", "slamet", "gita"},
    "fleet/<int:vehicle_id>/share/<int:link_id>/revoke/": {"ani", "slamet", "gita"},
    "fleet/rules/<int:rule_id>/switch/": {"slamet", "gita"},
    "fleet/holds/<int:hold_id>/release/": {"slamet", "gita"},
    "api/v1/fleet/events/<int:event_id>/acknowledge": DUTY,
    "fleet/events/acknowledge/": DUTY,
    "fleet/reports/runs/<int:run_id>/cancel/": CENTRE | OFFICERS,
    "fleet/reports/runs/<int:run_id>/remove/": CENTRE | OFFICERS,
    "fleet/reports/schedules/<int:schedule_id>/remove/": CENTRE | OFFICERS,
    "fleet/webhooks/<int:webhook_id>/test/": {"gita"},
    "fleet/webhooks/<int:webhook_id>/secret/": {"gita"},
    "fleet/webhooks/<int:webhook_id>/remove/": {"gita"},
    "fleet/webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/": {"gita"},
    "account/password/": ALL,
    "account/sessions/end-others/": ALL,
    "account/sessions/<uuid:reference>/end/": ALL,
    "people/changes/<int:change_id>/confirm/": {"slamet", "gita"},
    "people/changes/<int:change_id>/refuse/": {"slamet", "gita"},
    "people/keys/<int:key_id>/revoke/": CENTRE | OFFICERS,
    "fleet/keys/<int:key_id>/revoke/": CENTRE | OFFICERS,
    "cameras/<int:camera_id>/stage/": {"slamet", "gita"},
    "cameras/<int:camera_id>/certificate/": {"slamet", "gita"},
    "api/v1/zones": {"dewi"},
    "api/v1/zones/import": {"dewi"},
    "api/v1/zones/<int:zone_id>/publish": {"dewi"},
    "api/v1/zones/<int:zone_id>/retire": {"dewi"},
    "api/v1/zones/<int:zone_id>/restore": {"dewi"},
    "api/v1/zones/<int:zone_id>/delete": {"dewi"},
    "api/v1/zones/imports/<int:import_id>/publish": {"dewi"},
    "api/v1/zones/imports/<int:import_id>/withdraw": {"dewi"},
    "api/v1/zones/imports/<int:import_id>/remove": {"dewi"},
}
VALUES: Final = {
    "<str:code>": "K7M2-9PXA",
    "<str:incident_code>": "2026-0001",
    "<str:token>": "no-such-token",
    "<uuid:reference>": "00000000-0000-4000-8000-000000000000",
    "<slug:kind>": "overspeed",
    "<slug:act>": "verify",
    "<slug:source>": "areas",
    "<int:z>": "9",
    "<int:x>": "396",
    "<int:y>": "251",
}


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every route of the product, as it is written."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        else:
            yield here


def address(route: str) -> str:
    """A path that the route matches."""
    for part, value in VALUES.items():
        route = route.replace(part, value)
    while "<int:" in route:
        start = route.index("<int:")
        route = route[:start] + "1" + route[route.index(">", start) + 1 :]
    return "/" + route


def answered(world: World, method: str, route: str) -> set[str]:
    """Who is neither sent to the login nor denied."""
    found = set()
    for person in [None, *world.everyone]:
        client = Client()
        if person is not None:
            client.force_login(person)
        response = client.generic(method, address(route), content_type="application/json")
        sent_to_login = response.status_code == 302 and response.headers["Location"].startswith("/login/")
        if not sent_to_login and response.status_code not in {401, 403}:
            found.add(person.username if person is not None else "visitor")
    return found


def test_every_address_has_its_line() -> None:
    assert set(routes(get_resolver().url_patterns)) == READERS.keys() | WRITERS.keys()


@pytest.mark.parametrize("route", sorted(READERS))
def test_only_those_of_the_matrix_read_it(world: World, route: str) -> None:
    assert answered(world, "GET", route) == READERS[route]


@pytest.mark.parametrize("route", sorted(WRITERS))
def test_only_those_of_the_matrix_write_it(world: World, route: str) -> None:
    assert answered(world, "POST", route) == WRITERS[route]
