"""Drivers and their roster, as far as a user may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from fleet.errors import UnknownDriver
from fleet.models import (
    Driver,
    DriverAssignment,
    RosterEntry,
    Vehicle,
)
from people.access import Verb, require, which
from people.access.policy import Actor

LATELY: Final = 12
"""Rows of history on a vehicle's page."""


@dataclass(frozen=True)
class Day:
    """One column of the roster."""

    day: date
    today: bool
    entries: Sequence[RosterEntry]


@dataclass(frozen=True)
class RosterRow:
    """One vehicle's week."""

    vehicle: Vehicle
    days: Sequence[Day]


def drivers_for(user: Actor) -> QuerySet[Driver]:
    """Drivers that the user may see, those in use first, each with ``now``: what the driver has. Raises Denied."""
    require(user, Verb.DRIVER_VIEW)
    # A driver may have a vehicle of another agency, which the reader may not know of.
    current = which(user, Verb.VEHICLE_VIEW, DriverAssignment.objects.filter(valid_to=None).select_related("vehicle"))
    found = which(user, Verb.DRIVER_VIEW, Driver.objects.select_related("agency", "user"))
    return found.prefetch_related(Prefetch("assignments", current, to_attr="now")).order_by("-active", "name", "id")


def driver_for(user: Actor, driver_id: int) -> Driver:
    """One driver. Raises Denied, UnknownDriver."""
    driver = drivers_for(user).filter(pk=driver_id).first()
    if driver is None:
        raise UnknownDriver
    return driver


def drivers_to_choose(user: Actor) -> QuerySet[Driver]:
    """Drivers in use whom the user may put into a vehicle."""
    return which(user, Verb.DRIVER_ASSIGN, Driver.objects.filter(active=True).select_related("agency"))


def past_drivers(vehicle: Vehicle) -> list[DriverAssignment]:
    """Who had the vehicle lately, newest first, the one of now among them."""
    found = DriverAssignment.objects.filter(vehicle=vehicle).select_related("driver", "assigned_by")
    return list(found.order_by("-valid_from")[:LATELY])


def next_duties(vehicle: Vehicle, limit: int = 3) -> list[RosterEntry]:
    """What the roster plans for the vehicle, soonest first."""
    found = RosterEntry.objects.filter(vehicle=vehicle, end__gt=timezone.now()).select_related("driver")
    return list(found.order_by("start")[:limit])


def week_of(user: Actor, monday: date) -> list[RosterRow]:
    """The duties of the seven days from ``monday``, by vehicle, of the vehicles that have any. Raises Denied.

    A duty over midnight stands on both days.
    """
    require(user, Verb.DRIVER_VIEW)
    days = [monday + timedelta(days=number) for number in range(7)]
    found = which(user, Verb.DRIVER_VIEW, RosterEntry.objects.select_related("vehicle__agency", "driver"))
    found = found.filter(start__lt=_midnight(days[-1] + timedelta(days=1)), end__gt=_midnight(monday))
    rows: dict[int, list[RosterEntry]] = {}
    for entry in found.order_by("vehicle__name", "vehicle_id", "start"):
        rows.setdefault(entry.vehicle_id, []).append(entry)
    return [RosterRow(entries[0].vehicle, [_day(day, entries) for day in days]) for entries in rows.values()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _day(day: date, entries: Sequence[RosterEntry]) -> Day:
    since, until = _midnight(day), _midnight(day + timedelta(days=1))
    return Day(day, day == timezone.localdate(), [one for one in entries if one.start < until and one.end > since])
