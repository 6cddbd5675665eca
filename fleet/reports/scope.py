"""Which vehicles a report tells of: what was chosen, within what the asker may see."""

from collections.abc import Sequence
from typing import Annotated, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from fleet.models import Vehicle, VehicleGroup
from people.access import Verb, which
from people.access.policy import Actor
from people.models import Agency
from reports.errors import BadReport

_Id = Annotated[int, Field(ge=1, lt=2**63)]
MOST_VEHICLES: Final = 5_000
_NAMED: Final = 3


class Scope(BaseModel):
    """Vehicles that are of the agency, in the group and among the chosen ones; None and nothing chosen mean any."""

    model_config = ConfigDict(extra="forbid")

    agency: _Id | None = None
    group: _Id | None = None
    vehicles: Annotated[list[_Id], Field(max_length=MOST_VEHICLES)] = []


def vehicles_in(user: Actor, scope: Scope) -> list[Vehicle]:
    """The vehicles by name, those out of use among them. Raises BadReport for what the user may not know."""
    found = which(user, Verb.FLEET_REPORT, Vehicle.objects.select_related("agency"))
    if scope.agency is not None:
        found = found.filter(agency=scope.agency)
        if not agencies_for(user, scope.agency):
            raise BadReport(_("There is no such agency."), field="agency")
    if scope.group is not None:
        if not groups_for(user).filter(pk=scope.group).exists():
            raise BadReport(_("There is no such group."), field="group")
        found = found.filter(groups=scope.group)
    if scope.vehicles:
        _check_vehicles(user, scope.vehicles)
        found = found.filter(pk__in=scope.vehicles)
    vehicles = list(found.order_by("name", "pk")[: MOST_VEHICLES + 1])
    if not vehicles:
        raise BadReport(_("No vehicle fits this choice."), field="vehicles" if scope.vehicles else "agency")
    if len(vehicles) > MOST_VEHICLES:
        raise BadReport(_("That are too many vehicles. Choose an agency or a group."), field="agency")
    return vehicles


def agencies_for(user: Actor, agency: int | None = None) -> list[Agency]:
    """The agencies that have a vehicle which the user may see; only this one, if one is named."""
    seen = which(user, Verb.FLEET_REPORT, Vehicle.objects.all()).order_by()
    if agency is not None:
        seen = seen.filter(agency=agency)
    return list(Agency.objects.filter(pk__in=seen.values("agency")))


def groups_for(user: Actor) -> QuerySet[VehicleGroup]:
    """The centre's groups for those who see every vehicle; the own agency's for its officers."""
    return which(user, Verb.FLEET_REPORT, VehicleGroup.objects.all())


def in_words(scope: Scope, vehicles: Sequence[Vehicle]) -> str:
    """What was chosen, for the head of the report."""
    parts = []
    if scope.agency is not None:
        agency = Agency.objects.filter(pk=scope.agency).first()
        parts.append(agency.local_name if agency is not None else "")
    if scope.group is not None:
        parts.append(str(VehicleGroup.objects.filter(pk=scope.group).first() or ""))
    if scope.vehicles or len(vehicles) <= _NAMED:
        names = [str(vehicle) for vehicle in vehicles[:_NAMED]]
        if len(vehicles) > _NAMED:
            names.append(_("%(count)d more") % {"count": len(vehicles) - _NAMED})
        parts.append(", ".join(names))
    return " · ".join(part for part in parts if part) or _everything(vehicles)


def _everything(vehicles: Sequence[Vehicle]) -> str:
    """All that the asker may see: of an officer's report it is said whose that are."""
    agencies = {vehicle.agency for vehicle in vehicles}
    only = agencies.pop() if len(agencies) == 1 else None
    return _("All vehicles") if only is None else f"{_('All vehicles')} · {only.local_name}"


def _check_vehicles(user: Actor, ids: Sequence[int]) -> None:
    known = which(user, Verb.FLEET_REPORT, Vehicle.objects.all()).filter(Q(pk__in=ids)).count()
    if known != len(set(ids)):
        raise BadReport(_("A vehicle of this choice does not exist, or is not yours to see."), field="vehicles")
