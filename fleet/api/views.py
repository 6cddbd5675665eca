"""What stands behind the addresses of the API: each takes what was asked and gives an answer or a page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Q

from fleet.api import params, render, schemas
from fleet.api.cursor import Key
from fleet.drivers.assignment import driver_of
from fleet.drivers.selectors import drivers_for
from fleet.history import proximity as places
from fleet.history.selectors import After, positions_of
from fleet.history.timeline import parts_from
from fleet.models import Vehicle, VehicleEvent
from fleet.pipeline.clock import microseconds, moment
from fleet.vehicles.selectors import agency_for, vehicle_for, vehicles_for, with_latest
from kit.http.parameters import Query
from kit.severity import Severity
from live import left_out
from people.access import Verb, in_centre, which
from people.models import User

Q_co = TypeVar("Q_co", bound=Query, covariant=True)
Answer_co = TypeVar("Answer_co", bound=schemas.Answer, covariant=True)


@dataclass(frozen=True)
class Asked(Generic[Q_co]):
    """Who asks for what; ``after`` is where the page before ended, ``vehicle_id`` stands in the address."""

    user: User
    query: Q_co
    after: Key | None = None
    vehicle_id: int = 0


@dataclass(frozen=True)
class Page(Generic[Answer_co]):
    """The entries of a page, and the key of its last one if there are more."""

    items: Sequence[Answer_co]
    following: Key | None = None


def vehicles(ask: Asked[params.VehiclesQuery]) -> Page[schemas.Vehicle]:
    """By id. Raises UnknownAgency for a filter by one."""
    query = ask.query
    found = vehicles_for(ask.user, text=query.q, active=query.active)
    if query.agency is not None:
        found = found.filter(agency=agency_for(ask.user, Verb.VEHICLE_VIEW, query.agency))
    if query.kind is not None:
        found = found.filter(kind__in=query.kind)
    if ask.after is not None:
        found = found.filter(pk__gt=ask.after[0])
    rows, more = _cut(list(found.order_by("pk")[: query.limit + 1]), query.limit)
    found_now = ((now.vehicle.pk, now) for now in with_latest(rows))
    items = left_out.build_loaded("fleet.Vehicle", found_now, render.vehicle)
    return Page(items, (rows[-1].pk,) if more else None)


def vehicle(ask: Asked[params.NothingAsked]) -> schemas.VehicleDetail:
    """One, with what is in it. Raises UnknownVehicle."""
    one = vehicle_for(ask.user, ask.vehicle_id)
    (now,) = with_latest([one])
    drives = driver_of(one)
    devices = [
        schemas.Device(id=device.pk, label=device.label, protocol=device.protocol)
        for device in one.devices.order_by("pk")
    ]
    return schemas.VehicleDetail(
        **dict(render.vehicle(now)),
        devices=devices,
        driver_id=drives.driver_id if drives is not None else None,
        fuel_l_per_100km=one.fuel_l_per_100km,
    )


def positions(ask: Asked[params.PositionsQuery]) -> Page[schemas.Position]:
    """Oldest first. Raises UnknownVehicle."""
    query = ask.query
    one = vehicle_for(ask.user, ask.vehicle_id)
    after = After(moment(ask.after[0]), ask.after[1], ask.after[2]) if ask.after is not None else None
    found = positions_of(one, query.since, query.until, after=after, limit=query.limit + 1, marked=query.marked)
    rows, more = _cut(found, query.limit)
    last = rows[-1] if more else None
    key = (microseconds(last.fix_time), last.device_id, last.content) if last is not None else None
    return Page([render.position(row) for row in rows], key)


def trips(ask: Asked[params.TripsQuery]) -> Page[schemas.Trip]:
    """Oldest first: what overlaps the period. By the unique index on vehicle and start. Raises UnknownVehicle."""
    query = ask.query
    one = vehicle_for(ask.user, ask.vehicle_id)
    found = parts_from(one, query.since).filter(start__lt=query.until)
    found = found.filter(Q(end__gt=query.since) | Q(start__gte=query.since))
    if query.kind is not None:
        found = found.filter(kind__in=query.kind)
    if ask.after is not None:
        found = found.filter(start__gt=moment(ask.after[0]))
    rows, more = _cut(list(found.order_by("start")[: query.limit + 1]), query.limit)
    return Page([render.trip(row) for row in rows], (microseconds(rows[-1].start),) if more else None)


def events(ask: Asked[params.EventsQuery]) -> Page[schemas.Event]:
    """Newest first, by the indexes on (vehicle or agency,) time and id. Raises UnknownVehicle, UnknownAgency."""
    query = ask.query
    found = which(ask.user, Verb.VEHICLE_VIEW, VehicleEvent.objects.all())
    found = found.filter(time__gte=query.since, time__lt=query.until)
    if query.vehicle is not None:
        found = found.filter(vehicle=vehicle_for(ask.user, query.vehicle))
    if query.agency is not None:
        found = found.filter(agency=agency_for(ask.user, Verb.VEHICLE_VIEW, query.agency))
    if query.kind is not None:
        found = found.filter(kind__in=query.kind)
    if query.severity is not None:
        found = found.filter(severity__in=[Severity[name.name] for name in query.severity])
    if query.live is not None:
        found = found.filter(live=query.live)
    if ask.after is not None:
        at = moment(ask.after[0])
        found = found.filter(time__lte=at).filter(Q(time__lt=at) | Q(pk__lt=ask.after[1]))
    rows, more = _cut(list(found.order_by("-time", "-pk")[: query.limit + 1]), query.limit)
    key = (microseconds(rows[-1].time), rows[-1].pk) if more else None
    items = left_out.build_loaded("fleet.VehicleEvent", ((row.pk, row) for row in rows), render.event)
    return Page(items, key)


def drivers(ask: Asked[params.DriversQuery]) -> Page[schemas.Driver]:
    """By id. Raises Denied, UnknownAgency."""
    query = ask.query
    found = drivers_for(ask.user).filter(active=query.active)
    if query.agency is not None:
        found = found.filter(agency=agency_for(ask.user, Verb.DRIVER_VIEW, query.agency))
    if ask.after is not None:
        found = found.filter(pk__gt=ask.after[0])
    rows, more = _cut(list(found.order_by("pk")[: query.limit + 1]), query.limit)
    return Page([render.driver(row) for row in rows], (rows[-1].pk,) if more else None)


def near(ask: Asked[params.NearQuery]) -> Page[schemas.Nearby]:
    """By device and vehicle. An officer's agency alone; the centre sees devices in no vehicle too."""
    query = ask.query
    seen = None
    if not in_centre(ask.user):
        seen = list(which(ask.user, Verb.VEHICLE_VIEW, Vehicle.objects.all()).values_list("pk", flat=True))
    found = places.vehicles_near(
        query.lon,
        query.lat,
        query.radius_m,
        query.since,
        query.until,
        vehicles=seen,
        after=(ask.after[0], ask.after[1]) if ask.after is not None else (0, 0),
        limit=query.limit + 1,
    )
    rows, more = _cut(found, query.limit)
    return Page([render.nearby(one) for one in rows], rows[-1].key if more else None)


R = TypeVar("R")


def _cut(rows: list[R], limit: int) -> tuple[list[R], bool]:
    """The page, and whether there was more."""
    return rows[:limit], len(rows) > limit
