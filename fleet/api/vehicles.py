"""``GET /api/v1/vehicles`` and ``GET /api/v1/vehicles/<id>/positions``."""

import base64
import binascii
import json
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from pydantic import AwareDatetime, Field

from fleet import marks, selectors
from fleet.api.query import Query, read
from fleet.errors import BadParameter
from fleet.models import DepartedFix, DeviceState, Position
from fleet.pipeline.clock import microseconds, moment
from fleet.selectors import After, VehicleNow
from people.access import Verb, require


class VehicleQuery(Query):
    """``after``: the last id of the page before."""

    q: Annotated[str, Field(max_length=80)] = ""
    after: Annotated[int, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class PositionQuery(Query):
    """``from`` and ``to`` are ISO times with a zone; ``after`` is ``next`` of the page before."""

    since: Annotated[AwareDatetime, Field(alias="from")]
    until: Annotated[AwareDatetime, Field(alias="to")]
    after: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=selectors.PAGE)] = selectors.PAGE


@require_safe
def vehicles(request: HttpRequest) -> JsonResponse:
    """``{"vehicles": [...], "next": id or null}``: those that the caller may see, by id, with their latest fix."""
    require(request.user, Verb.VEHICLE_VIEW)
    query = read(request, VehicleQuery)
    found = selectors.vehicles_for(request.user, text=query.q).filter(pk__gt=query.after).order_by("pk")
    page = list(found[: query.limit + 1])
    more = len(page) > query.limit
    page = page[: query.limit]
    rows = [_vehicle(now) for now in selectors.with_latest(page)]
    return JsonResponse({"vehicles": rows, "next": page[-1].pk if more else None})


@require_safe
def positions(request: HttpRequest, vehicle_id: int) -> JsonResponse:
    """``{"positions": [...], "next": key or null}``, oldest first; speeds in m/s, times in UTC."""
    require(request.user, Verb.VEHICLE_VIEW)
    query = read(request, PositionQuery)
    vehicle = selectors.vehicle_for(request.user, vehicle_id)
    after = _after(query.after) if query.after else None
    found = selectors.positions_of(vehicle, query.since, query.until, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    following = _key(page[-1]) if len(found) > query.limit else None
    return JsonResponse({"positions": [_position(row) for row in page], "next": following})


def _vehicle(now: VehicleNow) -> dict[str, Any]:
    vehicle = now.vehicle
    return {
        "id": vehicle.pk,
        "name": vehicle.name,
        "plate": vehicle.plate,
        "kind": vehicle.kind,
        "agency": str(vehicle.agency) if vehicle.agency is not None else None,
        "agency_id": vehicle.agency_id,
        "unit_status": vehicle.unit_status,
        "latest": _latest(now.latest),
    }


def _latest(fix: DeviceState | DepartedFix | None) -> dict[str, Any] | None:
    if fix is None or fix.point is None:
        return None
    return {
        "fix_time": _iso(fix.fix_time),
        "arrival": _iso(fix.arrival),
        "lon": fix.point.x,
        "lat": fix.point.y,
        "speed_mps": fix.speed_mps,
        "course_deg": fix.course_deg,
        "accuracy_m": fix.accuracy_m,
        "state": fix.state,
    }


def _position(row: Position) -> dict[str, Any]:
    return {
        "device": row.device_id,
        "fix_time": _iso(row.fix_time),
        "arrival": _iso(row.arrival),
        "lon": row.point.x,
        "lat": row.point.y,
        "speed_mps": row.speed_mps,
        "course_deg": row.course_deg,
        "altitude_m": row.altitude_m,
        "accuracy_m": row.accuracy_m,
        "state": row.state,
        "marks": marks.names(row.marks),
        "attributes": row.attributes or {},
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def _key(row: Position) -> str:
    parts = [microseconds(row.fix_time), row.device_id, row.content]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _after(key: str) -> After:
    try:
        fix_us, device_id, content = (int(part) for part in json.loads(base64.urlsafe_b64decode(key)))
        return After(moment(fix_us), device_id, content)
    except (binascii.Error, ValueError, TypeError, OverflowError) as error:
        raise BadParameter("after: not a key that this endpoint gave", field="after") from error
