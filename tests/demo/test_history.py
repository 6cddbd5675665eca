"""The day that lies behind the demo's vehicles."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from demo.loading.fleet import load_fleet
from demo.loading.history import load_history
from demo.loading.people import load_agencies
from demo.simulator.driving import Driver, seed_of
from demo.simulator.history import LENGTH, history_of
from demo.tables import vehicles
from fleet.models import DeviceState, Position, Trip, Vehicle
from fleet.trips.rules import DEFAULT
from geo.measure import distance_m

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_it_is_in_order_and_leaves_no_silence(number: int) -> None:
    moments = history_of(vehicles()[number], NOW, ZONE)
    steps = [later.at - earlier.at for earlier, later in pairwise(moments)]
    assert min(steps) > timedelta(0)
    assert max(steps).total_seconds() <= DEFAULT.gap_s
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


@pytest.mark.django_db(transaction=True)
def test_it_is_loaded_once_and_has_trips() -> None:
    load_agencies()
    load_fleet()
    stored = load_history()
    assert Position.objects.filter(marks=0).count() == stored > 5000
    assert not DeviceState.objects.exclude(unbuilt_from=None).exists()
    assert Trip.objects.values("vehicle").distinct().order_by().count() == Vehicle.objects.count()
    assert load_history() == 0
