"""``GET /api/v1/tracks``: where several vehicles drove at the same time, thinned to what can be drawn."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pydantic import AwareDatetime, Field, field_validator

from fleet.history.timeline import Timeline, timeline_of
from fleet.history.tracks import GAP_S, track_of
from fleet.models import Vehicle, VehicleEvent
from fleet.vehicles.selectors import vehicle_for
from kit.errors import BadParameter
from kit.http.parameters import Query, read
from people.access import Verb, require

MAX_VEHICLES: Final = 12
MAX_SPAN: Final = timedelta(days=7)
MAX_POINTS: Final = 12_000
"""Of all vehicles of one answer together: some hundred kilobytes."""
LEAST_POINTS: Final = 500


def ids_of(text: str) -> list[int]:
    """Ids out of "1,2,5", each once, in their order. Raises ValueError for anything else, and for too many."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if any(not (part.isascii() and part.isdigit() and len(part) < 20 and 0 < int(part) < 2**63) for part in parts):
        raise ValueError(_("an id is a whole number above 0"))
    ids = [int(part) for part in parts]
    if len(set(ids)) > MAX_VEHICLES:
        raise ValueError(_("at most %(most)s vehicles at once") % {"most": MAX_VEHICLES})
    return list(dict.fromkeys(ids))


class TrackQuery(Query):
    """``from`` and ``to`` are ISO times with a zone, or Unix seconds; at most seven days apart."""

    vehicles: Annotated[list[int], Field(min_length=1)]
    since: Annotated[AwareDatetime, Field(alias="from")]
    until: Annotated[AwareDatetime, Field(alias="to")]

    @field_validator("vehicles", mode="before")
    @classmethod
    def _ids(cls, text: str) -> list[int]:
        return ids_of(text)


@require_safe
def tracks(request: HttpRequest) -> JsonResponse:
    """``{"vehicles": [{"lines", "parts", "events", "thinned", ...}], "gap_s"}``, in the order that was asked for.

    A line is ``[[Unix s, lon, lat, m/s or null, degrees or null, moving 0/1], ...]``; between two lines nothing is
    known. ``thinned``: there are more fixes than are given; ``cut``: the last ones are missing. 404 when one of the
    vehicles is not for the caller.
    """
    require(request.user, Verb.VEHICLE_VIEW)
    query = read(request, TrackQuery)
    if not timedelta(0) < query.until - query.since <= MAX_SPAN:
        raise BadParameter(_("The end must lie after the beginning, by at most seven days."), field="to")
    vehicles = [vehicle_for(request.user, vehicle_id) for vehicle_id in query.vehicles]
    most = max(LEAST_POINTS, MAX_POINTS // len(vehicles))
    found = [_vehicle(vehicle, query.since, query.until, most) for vehicle in vehicles]
    return JsonResponse({"vehicles": found, "gap_s": GAP_S})


def _vehicle(vehicle: Vehicle, since: datetime, until: datetime, most: int) -> dict[str, Any]:
    track = track_of(vehicle, since, until, most=most)
    timeline = timeline_of(vehicle, since, until)
    return {
        "id": vehicle.pk,
        "name": vehicle.name,
        "plate": vehicle.plate,
        "kind": vehicle.kind,
        "lines": track.lines,
        "fixes": track.fixes,
        "thinned": track.fixes > sum(map(len, track.lines)),
        "cut": track.cut,
        "parts": [[one.trip.kind, _unix(one.trip.start), _unix(one.trip.end)] for one in timeline.entries],
        "events": _events(timeline),
    }


def _events(timeline: Timeline) -> list[dict[str, Any]]:
    happened = [*timeline.apart, *(one for entry in timeline.entries for one in entry.happened)]
    return [_event(one.event, one.text) for one in sorted(happened, key=lambda one: (one.event.time, one.event.pk))]


def _event(event: VehicleEvent, text: str) -> dict[str, Any]:
    point = event.point
    return {
        "id": event.pk,
        "time": _unix(event.time),
        "kind": event.kind,
        "title": event.get_kind_display(),
        "severity": event.severity,
        "text": text,
        "lon": point.x if point is not None else None,
        "lat": point.y if point is not None else None,
    }


def _unix(at: datetime) -> float:
    return round(at.timestamp(), 1)
