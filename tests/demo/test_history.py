"""The days that lie behind the demo's vehicles."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from demo.fleet_tables import incidents
from demo.loading.fleet import load_fleet
from demo.loading.history import load_history
from demo.loading.people import load_agencies
from demo.roads import nodes
from demo.simulator.driving import Driver, seed_of
from demo.simulator.history import LENGTH, history_of
from demo.tables import vehicles
from fleet.models import DeviceState, Position, Trip, TripKind, Vehicle
from fleet.trips.rules import DEFAULT
from geo.measure import distance_m

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_it_is_in_order_and_is_silent_only_while_it_stands(number: int) -> None:
    moments = history_of(vehicles()[number], NOW, ZONE)
    for earlier, later in pairwise(moments):
        assert later.at > earlier.at
        assert later.place == earlier.place or (later.at - earlier.at).total_seconds() <= DEFAULT.gap_s
    assert NOW - LENGTH < moments[0].at < NOW - LENGTH + timedelta(minutes=1)


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_it_ends_where_the_simulator_meets_the_vehicle(number: int) -> None:
    row = vehicles()[number]
    last, met = history_of(row, NOW, ZONE)[-1], Driver(row, seed_of(NOW.timestamp())).fix
    assert last.at == NOW
    assert distance_m(last.place.lon, last.place.lat, met.lon, met.lat) < 200


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_no_vehicle_leaps(number: int) -> None:
    for earlier, later in pairwise(history_of(vehicles()[number], NOW, ZONE)):
        way = distance_m(earlier.place.lon, earlier.place.lat, later.place.lon, later.place.lat)
        assert way <= 25 * (later.at - earlier.at).total_seconds() + 50


def test_a_vehicle_with_office_hours_stands_at_its_base_at_night() -> None:
    row = next(row for row in vehicles() if row.habit == "office")
    night = datetime(2026, 3, 4, 19, 0, tzinfo=UTC)
    last = history_of(row, night, ZONE)[-1]
    assert last.at == night and (last.place.lon, last.place.lat) == nodes()[row.base]
    assert last.place.speed_mps == 0


def test_an_incident_takes_the_place_of_the_usual_rounds() -> None:
    incident = next(row for row in incidents() if row.device == "demo-029")
    row = next(row for row in vehicles() if row.device == incident.device)
    local = [moment.at.astimezone(ZONE) for moment in history_of(row, NOW, ZONE) if moment.place.speed_mps > 0]
    hours = {at.hour for at in local if at.date() == NOW.date() - timedelta(days=incident.days_ago[0])}
    assert hours and min(hours) == int(incident.hour)


@pytest.mark.django_db(transaction=True)
def test_it_is_loaded_once_and_has_trips() -> None:
    load_agencies()
    load_fleet()
    stored = load_history()
    assert Position.objects.filter(marks=0).count() == stored > 5000
    assert not DeviceState.objects.exclude(unbuilt_from=None).exists()
    assert not Trip.objects.filter(kind=TripKind.GAP).exists()
    assert Trip.objects.values("vehicle").distinct().order_by().count() == Vehicle.objects.count()
    assert load_history() == 0
