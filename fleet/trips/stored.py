"""A part as the table of trips keeps it, and a checkpoint from there."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point

from fleet.models import Trip
from fleet.trips.builder import Checkpoint
from fleet.trips.fixes import Fix
from fleet.trips.kinds import TripKind, TripReason
from fleet.trips.part import Code, Evidence, Of, Part

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

PlaceOf = Callable[[Fix], str]


def moment(us: int) -> datetime:
    """Microseconds since 1970 as a moment, exactly."""
    return _EPOCH + timedelta(microseconds=us)


def microseconds(at: datetime) -> int:
    """A moment as microseconds since 1970, exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def row_of(vehicle_id: int, part: Part, place_of: PlaceOf) -> Trip:
    """The row of a part, not saved; a drive that goes on ends nowhere yet."""
    figures = part.figures
    begun_at = place_of(part.start)[:160]
    ended_at = begun_at if part.kind is TripKind.STOP else "" if part.open else place_of(part.end)[:160]
    return Trip(
        vehicle_id=vehicle_id,
        kind=part.kind,
        start=moment(part.start.us),
        end=moment(part.end.us),
        open=part.open,
        start_point=Point(part.start.lon, part.start.lat, srid=4326),
        end_point=Point(part.end.lon, part.end.lat, srid=4326),
        start_place=begun_at,
        end_place=ended_at,
        begun_by=part.begun_by,
        ended_by=part.ended_by,
        sure_at=None if part.sure_us is None else moment(part.sure_us),
        explanation=[entry_of(of, evidence) for of, evidence in part.evidence],
        fixes=figures.fixes,
        distance_m=figures.distance_m,
        moving_s=figures.moving_s,
        idle_s=figures.idle_s,
        max_speed_mps=figures.max_speed_mps,
    )


def checkpoint_of(trip: Trip) -> Checkpoint:
    """Where a build may start again. The row does not know the device: the first fix of its time and place is it."""
    point = trip.start_point
    start = Fix(microseconds(trip.start), 0, point.x, point.y)
    fresh = trip.begun_by in {TripReason.FIRST_FIX, TripReason.HEARD_AGAIN}
    started = [_evidence(entry) for entry in trip.explanation if entry["of"] == Of.START]
    return Checkpoint(start, fresh, TripReason(trip.begun_by), tuple(started[:1]))


def entry_of(of: Of, evidence: Evidence) -> dict[str, Any]:
    """Evidence as an explanation keeps it: what is not known of it is left out."""
    known = {name: value for name, value in asdict(evidence).items() if value is not None}
    return {"of": of.value, **known, "code": evidence.code.value}


def _evidence(entry: dict[str, Any]) -> Evidence:
    values = {name: entry.get(name) for name in ("m", "s", "n")}
    return Evidence(Code(entry["code"]), entry["us"], entry["lon"], entry["lat"], **values)
