"""Everything about one incident that its page shows, as far as the reader may see it."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.db.models import PointField
from django.contrib.gis.geos import Point
from django.db.models import F, FloatField, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from complaints.models import Complaint
from fleet.models import DepartedFix, DeviceState, Vehicle
from fleet.vehicles.freshness import LastHeard
from fleet.vehicles.selectors import vehicles_for, with_latest
from fleet.vehicles.vehicle_list import seen_of
from geo.measure import distance_m
from incidents.models import Incident, IncidentComplaint, IncidentEntry, IncidentVehicle
from people.access import Verb, which
from people.access.policy import Actor

MOST_OFFERED: Final = 300
"""Vehicles of the form that assigns one."""


@dataclass(frozen=True)
class Linked:
    """The links that the reader may see, and how many more there are."""

    links: list[IncidentComplaint]
    hidden: int


@dataclass(frozen=True)
class Unit:
    """A vehicle that is or was on the incident, and when it was last heard of."""

    assignment: IncidentVehicle
    seen: LastHeard


@dataclass(frozen=True)
class Units:
    """The assignments that the reader may see, those of now first, and how many more vehicles are on it now."""

    units: list[Unit]
    hidden: int


@dataclass(frozen=True)
class Candidate:
    """A vehicle that may be sent; metres from its latest position to the incident, None where either is unknown."""

    vehicle: Vehicle
    seen: LastHeard
    distance_m: float | None


def complaints_of(user: Actor, incident: Incident) -> Linked:
    """The complaints of the incident. An officer reads those of the own agency, and that there are others."""
    links = IncidentComplaint.objects.filter(incident=incident)
    own = links.filter(complaint__in=_complaints(user))
    shown = list(own.select_related("complaint__category", "complaint__agency"))
    return Linked(shown, links.count() - len(shown))


def units_of(user: Actor, incident: Incident) -> Units:
    """The vehicles of the incident. An officer sees those of the own agency, and that there are others."""
    rows = IncidentVehicle.objects.filter(incident=incident)
    own = rows.filter(vehicle__in=_vehicles(user))
    shown = list(own.select_related("vehicle__agency", "assigned_by", "released_by"))
    shown.sort(key=lambda row: row.released_at is not None)
    seen = seen_of([row.vehicle_id for row in shown])
    hidden = rows.filter(released_at=None).count() - sum(row.released_at is None for row in shown)
    return Units([Unit(row, seen.get(row.vehicle_id, LastHeard())) for row in shown], hidden)


def timeline(user: Actor, incident: Incident) -> list[IncidentEntry]:
    """The entries, newest first, without those about a complaint or vehicle that ``user`` may not see."""
    entries = IncidentEntry.objects.filter(incident=incident).select_related("author").order_by("-id")
    of_complaints = entries.filter(complaint__in=_complaints(user))
    of_vehicles = entries.filter(vehicle__in=_vehicles(user))
    return list(entries.filter(complaint=None, vehicle=None) | of_complaints | of_vehicles)


def candidates(user: Actor, incident: Incident) -> tuple[list[Candidate], int]:
    """The vehicles in use that are not on the incident, nearest first: at most MOST_OFFERED, and the number of all.

    A vehicle whose position is unknown comes after the others, by name. The database chooses those that are offered.
    """
    taken = IncidentVehicle.objects.filter(incident=incident, released_at=None).values("vehicle")
    free = vehicles_for(user).exclude(pk__in=taken)
    if incident.point is not None:
        free = free.annotate(metres=_metres_to(incident.point)).order_by(F("metres").asc(nulls_last=True), "name", "pk")
    offered = list(free[:MOST_OFFERED])
    seen = seen_of([vehicle.pk for vehicle in offered])
    found = []
    for row in with_latest(offered):
        metres = None
        if incident.point is not None and row.latest is not None and row.latest.point is not None:
            metres = distance_m(row.latest.point.x, row.latest.point.y, incident.point.x, incident.point.y)
        found.append(Candidate(row.vehicle, seen.get(row.vehicle.pk, LastHeard()), metres))
    found.sort(key=lambda candidate: (candidate.distance_m is None, candidate.distance_m or 0.0))
    return found, len(found) if len(offered) < MOST_OFFERED else free.count()


def _metres_to(point: Point) -> Func:
    """From the newest position of a vehicle's devices, or where it was seen last; on a sphere, which orders well."""
    states = DeviceState.objects.filter(vehicle=OuterRef("pk"), fix_time__isnull=False).order_by("-fix_time")
    departed = DepartedFix.objects.filter(vehicle=OuterRef("pk"))
    newest = Coalesce(Subquery(states.values("point")[:1]), Subquery(departed.values("point")[:1]))
    return Func(newest, Value(point, PointField(srid=4326)), function="ST_DistanceSphere", output_field=FloatField())


def _complaints(user: Actor) -> QuerySet[Any, Any]:
    return which(user, Verb.COMPLAINT_VIEW, Complaint.objects.all()).values("pk")


def _vehicles(user: Actor) -> QuerySet[Any, Any]:
    return which(user, Verb.VEHICLE_VIEW, Vehicle.objects.all()).values("pk")
