"""A small authored history whose figures are known by heart. Times are those of the region, WIB.

Two vehicles of the roads agency and one of the fire service, Monday 2 and Tuesday 3 March 2026:

grader  Mon 07:00-08:00 drive 30 km (50 min moving), stop in Berastagi till 12:00, 12:00-17:00 drive 120 km,
        stop in Kabanjahe over night (from 17:00) till Tue 07:00, Tue 07:00-09:00 drive 60 km, then standing (open)
truck   Mon 22:00-23:00 drive 20 km, off duty; then a gap to Tue 06:00, when it stands
engine  Mon 10:00-10:30 drive 9 km
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from fleet.events.kinds import EventKind
from fleet.models import Driver, DriverAssignment, Trip, TripKind, Vehicle, VehicleEvent
from kit.severity import Severity
from tests.vehicles import make_vehicle
from tests.world import World

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
KABANJAHE = Point(98.49, 3.10, srid=4326)
BERASTAGI = Point(98.51, 3.19, srid=4326)


@dataclass(frozen=True)
class History:
    """The vehicles of the story."""

    grader: Vehicle
    truck: Vehicle
    engine: Vehicle


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of the region's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())


def write(world: World) -> History:
    """Put the story into the database."""
    grader = make_vehicle("BK 1001 K", world.roads, name="Grader")
    truck = make_vehicle("BK 1002 K", world.roads, name="=Truk+1")
    engine = make_vehicle("BK 2001 K", world.fire, name="Engine")
    Vehicle.objects.filter(pk=grader.pk).update(fuel_l_per_100km=30.0)
    Vehicle.objects.filter(pk=truck.pk).update(holder="Pak Sembiring")
    _grader(grader)
    night = TUESDAY
    part(truck, TripKind.DRIVE, at(MONDAY, 22), at(MONDAY, 23), 20_000, moving_s=3600)
    part(truck, TripKind.GAP, at(MONDAY, 23), at(night, 6))
    part(truck, TripKind.STOP, at(night, 6), at(night, 10))
    event(truck, EventKind.OFF_DUTY, at(MONDAY, 22, 10), since=at(MONDAY, 22, 5), severity=Severity.WARNING)
    event(truck, EventKind.OFF_AREA, at(MONDAY, 22, 30), since=at(MONDAY, 22, 20), severity=Severity.WARNING)
    part(engine, TripKind.DRIVE, at(MONDAY, 10), at(MONDAY, 10, 30), 9_000, moving_s=1800)
    driver = Driver.objects.create(name="Joko", agency=world.roads)
    DriverAssignment.objects.create(vehicle=grader, driver=driver, valid_from=at(MONDAY, 6), source="desk")
    return History(grader, truck, engine)


def part(
    vehicle: Vehicle, kind: TripKind, start: datetime, end: datetime, distance_m: float = 0, **fields: Any
) -> Trip:
    """One part of a vehicle's day."""
    return Trip.objects.create(
        vehicle=vehicle, kind=kind, start=start, end=end, distance_m=distance_m,
        **{"start_point": KABANJAHE, "end_point": KABANJAHE, "start_place": "Kabanjahe", "end_place": "Kabanjahe",
           "begun_by": "moved_away", "ended_by": "stood_still", **fields},
    )  # fmt: skip


def event(vehicle: Vehicle, kind: EventKind, time: datetime, **fields: Any) -> VehicleEvent:
    """Something that its device noticed."""
    named: dict[str, Any] = {"since": time, "raised_at": time, "severity": Severity.NOTE, "point": KABANJAHE, **fields}
    return VehicleEvent.objects.create(
        kind=kind, vehicle=vehicle, agency=vehicle.agency, device=vehicle.devices.first(), time=time, **named
    )


def visit(vehicle: Vehicle, zone: str, subject: int, entered: datetime | None, left: datetime | None) -> None:
    """A stay in a zone, as far as its ends are known."""
    about: dict[str, Any] = {"subject": subject, "detail": {"zone": zone}}
    if entered is not None:
        event(vehicle, EventKind.ZONE_ENTERED, entered, **about)
    if left is not None:
        event(vehicle, EventKind.ZONE_LEFT, left, **about)


def _grader(grader: Vehicle) -> None:
    berastagi: dict[str, Any] = {
        "start_point": BERASTAGI,
        "end_point": BERASTAGI,
        "start_place": "Berastagi",
        "end_place": "Berastagi",
    }
    out: dict[str, Any] = {"end_point": BERASTAGI, "end_place": "Berastagi"}
    back: dict[str, Any] = {"start_point": BERASTAGI, "start_place": "Berastagi"}
    part(
        grader, TripKind.DRIVE, at(MONDAY, 7), at(MONDAY, 8), 30_000, moving_s=3000, idle_s=300, max_speed_mps=20, **out
    )
    part(grader, TripKind.STOP, at(MONDAY, 8), at(MONDAY, 12), idle_s=600, **berastagi)
    part(grader, TripKind.DRIVE, at(MONDAY, 12), at(MONDAY, 17), 120_000, moving_s=18_000, max_speed_mps=25, **back)
    part(grader, TripKind.STOP, at(MONDAY, 17), at(TUESDAY, 7))
    part(grader, TripKind.DRIVE, at(TUESDAY, 7), at(TUESDAY, 9), 60_000, moving_s=7200, max_speed_mps=22)
    part(grader, TripKind.STOP, at(TUESDAY, 9), at(TUESDAY, 9) + timedelta(minutes=10), open=True)
    visit(grader, "Pasar Berastagi", 7, at(MONDAY, 7, 55), at(MONDAY, 12, 5))
    visit(grader, "Gudang", 8, at(TUESDAY, 8, 50), None)
