"""What a user may see of drivers, the roster, links, groups and rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from fleet.errors import UnknownDevice, UnknownDriver
from fleet.models import (
    DetectorRule,
    Device,
    DeviceAssignment,
    Driver,
    DriverAssignment,
    RosterEntry,
    ShareLink,
    Vehicle,
    VehicleGroup,
)
from kit.errors import NotFound
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


def links_of(user: Actor, vehicle: Vehicle) -> list[ShareLink]:
    """The links that were made to the vehicle, newest first. Raises Denied."""
    require(user, Verb.VEHICLE_SHARE, vehicle)
    return list(ShareLink.objects.filter(vehicle=vehicle).select_related("created_by")[:LATELY])


def devices_for(user: Actor, *, text: str = "") -> QuerySet[Device]:
    """Devices with state and vehicle, by label; ``text`` is a part of label, vehicle or identity.

    Raises Denied.
    """
    require(user, Verb.DEVICE_CLAIM)
    found = which(user, Verb.DEVICE_CLAIM, Device.objects.select_related("state", "vehicle"))
    if text:
        named = Q(label__icontains=text) | Q(vehicle__name__icontains=text) | Q(vehicle__plate__icontains=text)
        # Searching inside a secret identity would tell it sign by sign.
        found = found.filter(named | Q(identity__icontains=text, secret_identity=False))
    return found.order_by("label", "identity", "id")


def device_for(user: Actor, device_id: int) -> Device:
    """One device with its state. Raises Denied, UnknownDevice."""
    require(user, Verb.DEVICE_CLAIM)
    found = which(user, Verb.DEVICE_CLAIM, Device.objects.select_related("state", "vehicle__agency"))
    device = found.filter(pk=device_id).first()
    if device is None:
        raise UnknownDevice
    return device


def stays_of(device: Device) -> list[DeviceAssignment]:
    """Which vehicles the device was in, newest first."""
    return list(DeviceAssignment.objects.filter(device=device).select_related("vehicle").order_by("-id"))


def groups_for(user: Actor) -> QuerySet[VehicleGroup]:
    """Groups that the user may see, with those of their vehicles that the user may see. Raises Denied."""
    require(user, Verb.RULE_VIEW)
    found = which(user, Verb.RULE_VIEW, VehicleGroup.objects.select_related("agency"))
    return found.prefetch_related(Prefetch("vehicles", which(user, Verb.VEHICLE_VIEW, Vehicle.objects.all())))


def group_for(user: Actor, group_id: int) -> VehicleGroup:
    """One group. Raises Denied, NotFound."""
    group = groups_for(user).filter(pk=group_id).first()
    if group is None:
        raise NotFound
    return group


def rules_for(user: Actor) -> QuerySet[DetectorRule]:
    """The rules that reach a vehicle of the user's, those for everyone among them. Raises Denied."""
    require(user, Verb.RULE_VIEW)
    everyone = Q(agency=None, group=None, vehicle=None)
    own = which(user, Verb.RULE_VIEW, DetectorRule.objects.all()).values("pk")
    vehicles = which(user, Verb.RULE_VIEW, Vehicle.objects.all()).values("pk")
    groups = which(user, Verb.RULE_VIEW, VehicleGroup.objects.all()).values("pk")
    reached = everyone | Q(pk__in=own) | Q(vehicle__in=vehicles) | Q(group__in=groups)
    return DetectorRule.objects.filter(reached).select_related("agency", "group", "vehicle", "zone")


def rule_for(user: Actor, rule_id: int) -> DetectorRule:
    """One rule. Raises Denied, NotFound."""
    rule = rules_for(user).filter(pk=rule_id).first()
    if rule is None:
        raise NotFound
    return rule
