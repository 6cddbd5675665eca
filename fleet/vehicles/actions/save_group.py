"""Groups of vehicles: making, changing and removing one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fleet.models import DetectorRule, Vehicle, VehicleGroup
from kit.errors import BadInput, Conflict
from kit.text import storable
from people import audit
from people.access import Verb, require
from people.models import Agency, User


@dataclass(frozen=True)
class GroupDetails:
    """A group as its form describes it."""

    name: str
    agency: Agency | None
    vehicles: Sequence[Vehicle]


def save_group(
    actor: User, details: GroupDetails, group: VehicleGroup | None = None, request: HttpRequest | None = None
) -> VehicleGroup:
    """Write a new group, or ``group`` anew. Raises Denied, BadInput."""
    new = group is None
    group = group or VehicleGroup(agency=details.agency)
    require(actor, Verb.RULE_EDIT, group)
    group.name, group.agency = details.name.strip(), details.agency
    if not 1 <= len(group.name) <= 80 or not storable(group.name):
        raise BadInput(_("A group has a name of at most 80 characters."), field="name")
    with transaction.atomic():
        group.save()
        group.vehicles.set(details.vehicles)
        detail = {"vehicles": sorted(vehicle.pk for vehicle in details.vehicles)}
        audit.record(actor, "group.create" if new else "group.edit", group, detail, request)
    return group


def remove_group(actor: User, group: VehicleGroup, request: HttpRequest | None = None) -> None:
    """Take the group away; its vehicles stay. Raises Denied, and Conflict while rules are made for it."""
    require(actor, Verb.RULE_EDIT, group)
    with transaction.atomic():
        if DetectorRule.objects.filter(group=group).exists():
            raise Conflict(_("Rules are made for this group. Give them to somebody else or switch them off first."))
        audit.record(actor, "group.remove", group, request=request)
        group.delete()
