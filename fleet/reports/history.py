"""Reading what vehicles did: parts of their days, events, and who drove."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q

from fleet.events.kinds import EventKind
from fleet.models import DriverAssignment, Trip, TripKind, Vehicle, VehicleEvent
from people.access import Verb, which
from people.access.policy import Actor

# The part that runs into the period began before it, however long ago: one step down the index of each vehicle.
_RUNNING_IN: Final = """
SELECT part.* FROM unnest(%s::bigint[]) AS wanted (vehicle_id)
CROSS JOIN LATERAL (
    SELECT * FROM fleet_trip WHERE fleet_trip.vehicle_id = wanted.vehicle_id AND start < %s ORDER BY start DESC LIMIT 1
) AS part
WHERE part."end" > %s
"""


@dataclass(frozen=True)
class Drove:
    """A driver's name while it was known."""

    since: datetime
    until: datetime | None
    name: str
    driver_id: int


def parts_of(vehicles: Sequence[Vehicle], since: datetime, until: datetime) -> dict[int, list[Trip]]:
    """All drives, stops and gaps that touch the time, by vehicle, in order."""
    ids = [vehicle.pk for vehicle in vehicles]
    found: dict[int, list[Trip]] = defaultdict(list)
    for trip in Trip.objects.raw(_RUNNING_IN, [ids, since, since]):
        found[trip.vehicle_id].append(trip)
    inside = Trip.objects.filter(vehicle__in=ids, start__gte=since, start__lt=until).order_by("vehicle_id", "start")
    for trip in inside:
        found[trip.vehicle_id].append(trip)
    return found


def drives_begun(parts: Iterable[Trip], since: datetime) -> list[Trip]:
    """The drives that began at ``since`` or later: each drive belongs to the day on which it began."""
    return [part for part in parts if part.kind == TripKind.DRIVE and part.start >= since]


def seconds_within(part: Trip, since: datetime, until: datetime) -> float:
    """How much of a part lies in the time."""
    return max(0.0, (min(part.end, until) - max(part.start, since)).total_seconds())


def events_of(
    vehicles: Sequence[Vehicle], since: datetime, until: datetime, kinds: Iterable[EventKind] | None = None
) -> list[VehicleEvent]:
    """The events of the time in order, with vehicle and zone."""
    found = VehicleEvent.objects.filter(vehicle__in=[vehicle.pk for vehicle in vehicles])
    found = found.filter(time__gte=since, time__lt=until).select_related("zone")
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    return list(found.order_by("vehicle_id", "time", "id"))


def drivers_of(user: Actor, vehicles: Sequence[Vehicle], since: datetime, until: datetime) -> dict[int, list[Drove]]:
    """Who drove, by vehicle; nobody for somebody who may not know drivers."""
    known = which(user, Verb.DRIVER_VIEW, DriverAssignment.objects.all())
    held = known.filter(vehicle__in=[vehicle.pk for vehicle in vehicles], valid_from__lt=until)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gt=since)).annotate(name=F("driver__name"))
    found: dict[int, list[Drove]] = defaultdict(list)
    for row in held.order_by("vehicle_id", "valid_from"):
        found[row.vehicle_id].append(Drove(row.valid_from, row.valid_to, row.name, row.driver_id))
    return found


def drove_at(drove: Iterable[Drove], at: datetime) -> Drove | None:
    """Who drove at the moment, if that is known."""
    return next((each for each in drove if each.since <= at and (each.until is None or at < each.until)), None)


def driver_at(drove: Iterable[Drove], at: datetime) -> str:
    """The name of the driver of the moment, or nothing."""
    found = drove_at(drove, at)
    return found.name if found is not None else ""
