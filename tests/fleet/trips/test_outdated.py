"""Trips of an earlier version of the rules: made anew by the worker, none lost and none missing meanwhile."""

import pytest
from django.db import connection
from pytest_django import Settings

from fleet.models import Trip, TripBuild, TripWork, Vehicle
from fleet.trips.kinds import TripKind
from fleet.trips.outdated import note_outdated
from fleet.trips.pending_builds import build_waiting
from fleet.trips.rebuild import rebuild
from fleet.trips.rules import VERSION
from tests.fleet.trips.test_rebuild import BACK, MORNING, at, rows, take
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)
OLD_S = 99_999.0
"""What an earlier version said of the time in motion."""


@pytest.fixture(autouse=True)
def _everything_is_kept(settings: Settings) -> None:
    settings.PANTAU_KEEP_POSITIONS_DAYS = 36_500


def made_by_an_earlier_version(vehicle: Vehicle) -> None:
    Trip.objects.filter(vehicle=vehicle, kind=TripKind.DRIVE).update(moving_s=OLD_S)
    TripBuild.objects.filter(vehicle=vehicle).update(version=VERSION - 1)


def in_motion(vehicle: Vehicle) -> list[float]:
    drives = Trip.objects.filter(vehicle=vehicle, kind=TripKind.DRIVE).order_by("start")
    return list(drives.values_list("moving_s", flat=True))


def test_the_worker_makes_them_anew_by_itself(truck: Vehicle) -> None:
    bus = make_vehicle("bus-1")
    take([*MORNING, *BACK, *(one._replace(identity="bus-1") for one in MORNING)])
    build_waiting()
    made = rows(truck), rows(bus)
    for vehicle in (truck, bus):
        made_by_an_earlier_version(vehicle)
    assert build_waiting() == 2
    assert (rows(truck), rows(bus)) == made
    assert (note_outdated(), build_waiting()) == (False, 0)


def test_a_vehicle_that_is_built_for_the_first_time_is_of_this_version(truck: Vehicle) -> None:
    take(MORNING)
    build_waiting()
    assert TripBuild.objects.get(vehicle=truck).version == VERSION


def test_what_came_in_is_built_first(truck: Vehicle, monkeypatch: pytest.MonkeyPatch) -> None:
    take(MORNING)
    build_waiting()
    made_by_an_earlier_version(truck)
    take(BACK)
    assert build_waiting(budget_s=0) == 0
    assert TripBuild.objects.get(vehicle=truck).version == VERSION - 1
    build_waiting()
    assert OLD_S not in in_motion(truck)


def test_a_crash_after_the_word_leaves_the_work(truck: Vehicle) -> None:
    take(MORNING)
    build_waiting()
    made_by_an_earlier_version(truck)
    assert note_outdated()
    assert TripWork.objects.filter(vehicle=truck).count() == 1
    assert not note_outdated()
    build_waiting()
    assert OLD_S not in in_motion(truck)


def test_parts_whose_positions_are_forgotten_stay(truck: Vehicle) -> None:
    take([*MORNING, *BACK])
    build_waiting()
    made = rows(truck)
    made_by_an_earlier_version(truck)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM fleet_position WHERE fix_time < %s", [at(900)])  # amid the first drive
    build_waiting()
    assert in_motion(truck) == [OLD_S, made[3]["moving_s"]]
    assert [row["start"] for row in rows(truck)] == [row["start"] for row in made]


def test_where_all_positions_are_forgotten_nothing_changes(truck: Vehicle) -> None:
    take(MORNING)
    build_waiting()
    made_by_an_earlier_version(truck)
    before = rows(truck)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM fleet_position")
    build_waiting()
    assert rows(truck) == before


def test_no_trip_is_missing_while_a_long_history_is_made_anew(truck: Vehicle) -> None:
    take([*MORNING, *BACK])
    build_waiting()
    made = rows(truck)
    made_by_an_earlier_version(truck)
    note_outdated()
    seen = []
    while rebuild(truck.pk, most=40):
        seen.append(in_motion(truck))
    assert len(seen) > 3
    assert all(len(drives) == 2 for drives in seen)
    assert seen[0][1] == OLD_S
    assert rows(truck) == made
