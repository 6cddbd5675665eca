"""Vehicles, groups and share links that a user may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from fleet.errors import UnknownAgency, UnknownVehicle
from fleet.models import (
    DepartedFix,
    DeviceState,
    ShareLink,
    Vehicle,
    VehicleGroup,
)
from kit.errors import NotFound
from people.access import Verb, in_centre, may, require, which
from people.access.policy import Actor
from people.models import Agency

LATELY: Final = 12
"""Links on a vehicle's page."""


@dataclass(frozen=True)
class VehicleNow:
    """A vehicle and its latest believed fix, if there was one."""

    vehicle: Vehicle
    latest: DeviceState | DepartedFix | None


def vehicles_for(user: Actor, *, text: str = "", active: bool = True) -> QuerySet[Vehicle]:
    """The vehicles in use (or out of it) that the user may see, those that contain ``text`` in name or plate."""
    vehicles = which(user, Verb.VEHICLE_VIEW, Vehicle.objects.filter(active=active)).select_related("agency")
    if text:
        vehicles = vehicles.filter(Q(name__icontains=text) | Q(plate__icontains=text))
    return vehicles


def vehicle_for(user: Actor, vehicle_id: int) -> Vehicle:
    """One vehicle. Raises UnknownVehicle also for one that the user may not see, in the same words."""
    vehicle = which(user, Verb.VEHICLE_VIEW, Vehicle.objects.select_related("agency")).filter(pk=vehicle_id).first()
    if vehicle is None:
        raise UnknownVehicle(_not_among(user))
    return vehicle


def agency_for(user: Actor, verb: Verb, agency_id: int) -> Agency:
    """The agency that a list is narrowed to. Raises UnknownAgency also for one whose things the user may not see."""
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None or not may(user, verb, Vehicle(agency=agency)):
        raise UnknownAgency(_not_of(user), field="agency")
    return agency


def _not_of(user: Actor) -> str | None:
    """The only agency that somebody of one may name; None for who sees them all."""
    agency = getattr(user, "agency", None)
    if agency is None or in_centre(user):
        return None
    text = _(
        "There is no such agency among those that are yours to see: that is %(agency)s (%(id)s) alone. Leave the "
        "filter out, or ask the centre for what belongs to others."
    )
    return text % {"agency": agency, "id": agency.pk}


def _not_among(user: Actor) -> str | None:
    """What somebody of an agency may see, and whom to ask for more; None for who sees every vehicle."""
    agency = getattr(user, "agency", None)
    if agency is None or in_centre(user):
        return None
    text = _("There is no such vehicle among those of %(agency)s, which are yours to see. For others, ask the centre.")
    return text % {"agency": agency}


def with_latest(vehicles: Sequence[Vehicle]) -> list[VehicleNow]:
    """The vehicles with their latest fixes: three queries, however many there are."""
    ids = [vehicle.pk for vehicle in vehicles]
    latest: dict[int | None, DeviceState | DepartedFix] = {
        fix.vehicle_id: fix for fix in DepartedFix.objects.filter(vehicle__in=ids)
    }
    for state in DeviceState.objects.filter(vehicle__in=ids, fix_time__isnull=False):
        known = latest.get(state.vehicle_id)
        if known is None or (state.fix_time is not None and state.fix_time > known.fix_time):  # type: ignore[operator]
            latest[state.vehicle_id] = state
    return [VehicleNow(vehicle, latest.get(vehicle.pk)) for vehicle in vehicles]


def in_order(ids: Sequence[int]) -> list[VehicleNow]:
    """The vehicles of ``ids``, in that order, with their agencies and latest fixes; whoever asks has chosen the ids."""
    found = Vehicle.objects.select_related("agency").in_bulk(list(ids))
    return with_latest([found[pk] for pk in ids if pk in found])


def links_of(user: Actor, vehicle: Vehicle) -> list[ShareLink]:
    """The links that were made to the vehicle, newest first. Raises Denied."""
    require(user, Verb.VEHICLE_SHARE, vehicle)
    return list(ShareLink.objects.filter(vehicle=vehicle).select_related("created_by")[:LATELY])


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
