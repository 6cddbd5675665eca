"""The fleet's list: who is there, what each does, filtered and in order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Max, QuerySet

from fleet.models import DepartedFix, Device, DeviceState, Vehicle
from fleet.vehicles.freshness import Condition, LastHeard
from fleet.vehicles.selectors import vehicles_for
from people.access import Verb, which
from people.access.policy import Actor

NO_AGENCY: Final = 0
_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class VehicleFilter:
    """What the list is narrowed to.

    ``agency`` NO_AGENCY means vehicles of the centre alone; ``unused`` those out of use.
    ``order`` is "name", "age" (the freshest position first) or "-age" (the longest silent first).
    """

    text: str = ""
    agency: int | None = None
    condition: Condition | None = None
    unused: bool = False
    order: str = "name"


@dataclass(frozen=True)
class VehicleList:
    """Ids in the wanted order, what is known of each, and how many there are of each condition before that filter."""

    ids: list[int]
    seen: dict[int, LastHeard]
    counts: Counter[Condition]


def list_vehicles(user: Actor, wanted: VehicleFilter, now: datetime) -> VehicleList:
    """Four queries, however many vehicles there are; nothing but ids and times is read of each."""
    found = list(_narrowed(user, wanted).values_list("pk", flat=True))
    everything = seen_of(None)
    seen = {pk: everything.get(pk, LastHeard()) for pk in found}
    conditions = {pk: one.condition(now) for pk, one in seen.items()}
    ids = [pk for pk in found if wanted.condition in {None, conditions[pk]}]
    if wanted.order.endswith("age"):
        # Never seen stands below the oldest: nothing is known of its age.
        ids.sort(key=lambda pk: seen[pk].fix_time or _BEGINNING, reverse=wanted.order == "age")
    return VehicleList(ids, seen, Counter(conditions.values()))


def seen_of(vehicles: Sequence[int] | None) -> dict[int, LastHeard]:
    """By vehicle: its newest believed fix and last contact; of all vehicles when None. Three queries."""
    states = DeviceState.objects.filter(vehicle__isnull=False, fix_time__isnull=False)
    departed = DepartedFix.objects.all()
    devices = Device.objects.filter(vehicle__isnull=False)
    if vehicles is not None:
        states, departed = states.filter(vehicle__in=vehicles), departed.filter(vehicle__in=vehicles)
        devices = devices.filter(vehicle__in=vehicles)
    contacts = dict(devices.order_by().values_list("vehicle_id").annotate(Max("state__last_contact")))
    newest: dict[int, tuple[datetime, int]] = {}
    for rows in (departed, states):
        for vehicle_id, fix_time, state in rows.values_list("vehicle_id", "fix_time", "state"):
            if fix_time is not None and (vehicle_id not in newest or fix_time > newest[vehicle_id][0]):
                newest[vehicle_id] = (fix_time, state)
    found = {pk: LastHeard(contact=contact) for pk, contact in contacts.items()}
    for pk, (fix_time, state) in newest.items():
        found[pk] = LastHeard(fix_time, state, contacts.get(pk))
    return found


def _narrowed(user: Actor, wanted: VehicleFilter) -> QuerySet[Vehicle]:
    vehicles = vehicles_for(user, text=wanted.text, active=not wanted.unused)
    if wanted.unused:
        vehicles = which(user, Verb.VEHICLE_EDIT, vehicles)
    if wanted.agency is not None:
        vehicles = vehicles.filter(agency=wanted.agency or None)
    return vehicles
