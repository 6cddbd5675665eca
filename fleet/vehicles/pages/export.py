"""The list of vehicles as a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, cast

from django.http import HttpResponse, StreamingHttpResponse

from fleet.vehicles.freshness import LastHeard
from fleet.vehicles.selectors import VehicleNow, in_order
from fleet.vehicles.vehicle_list import VehicleList
from kit import csv

_CHUNK: Final = 1000
HEAD: Final = (
    "id", "name", "plate", "kind", "agency", "unit_status", "state", "fix_time", "age_s", "lat", "lon", "speed_kmh",
    "course_deg", "accuracy_m", "last_contact",
)  # fmt: skip


def as_csv(called: VehicleList, now: datetime) -> HttpResponse:
    """A row a vehicle in the order of the list; ages in seconds at ``now``, times ISO 8601 in UTC."""

    def rows() -> Iterator[list[csv.Cell]]:
        for start in range(0, len(called.ids), _CHUNK):
            for row in in_order(called.ids[start : start + _CHUNK]):
                yield _cells(row, called.seen[row.vehicle.pk], now)

    response = StreamingHttpResponse(csv.lines(HEAD, rows()), content_type=csv.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="pantau-fleet-{now:%Y%m%dT%H%M%SZ}.csv"'
    return cast(HttpResponse, response)


def _cells(row: VehicleNow, seen: LastHeard, now: datetime) -> list[csv.Cell]:
    vehicle, fix = row.vehicle, row.latest
    head: list[csv.Cell] = [vehicle.pk, vehicle.name, vehicle.plate, vehicle.kind]
    head += [str(vehicle.agency or ""), vehicle.unit_status, seen.condition(now).value]
    contact = _iso(seen.contact)
    if fix is None or fix.point is None or fix.fix_time is None:
        return [*head, *[None] * 7, contact]
    age_s = max(0, int((now - fix.fix_time).total_seconds()))
    speed = None if fix.speed_mps is None else round(fix.speed_mps * 3.6, 1)
    place: list[csv.Cell] = [_iso(fix.fix_time), age_s, round(fix.point.y, 6), round(fix.point.x, 6)]
    return [*head, *place, speed, fix.course_deg, fix.accuracy_m, contact]


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
