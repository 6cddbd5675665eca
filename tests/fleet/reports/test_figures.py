"""Every report's figures on a small history with known answers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from fleet.events.kinds import EventKind
from fleet.models import Driver, DriverAssignment, TripKind, Vehicle
from fleet.reports import make
from fleet.reports.ask import Ask
from fleet.reports.build import BUILD
from fleet.reports.build.visits import visits_of
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope, vehicles_in
from people.models import User
from reports.period import Period
from reports.table import Table
from tests.fleet.conftest import delivery, fix, store
from tests.fleet.reports.history import MONDAY, TUESDAY, History, at, event, part, visit
from tests.world import World

pytestmark = pytest.mark.usefixtures("english")
BOTH = Period(MONDAY, TUESDAY)


def table(kind: ReportKind, user: User, period: Period = BOTH, scope: Scope | None = None) -> Table:
    return make.build(kind, user, vehicles_in(user, scope or Scope()), period)


def cells(found: Table, *keys: str) -> list[tuple[Any, ...]]:
    places = [next(i for i, column in enumerate(found.columns) if column.key == key) for key in keys]
    return [tuple(row[place] for place in places) for row in found.rows]


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_row_and_total_fits_the_columns(world: World, history: History, kind: ReportKind) -> None:
    found = table(kind, world.ani)
    assert {len(row) for row in found.rows} <= {len(found.columns)}
    assert found.totals.keys() <= {column.key for column in found.columns}


def test_trips_are_the_drives_that_began_in_the_period_with_their_driver(world: World, history: History) -> None:
    found = table(ReportKind.TRIPS, world.ani, Period(MONDAY, MONDAY), Scope(vehicles=[history.grader.pk]))
    assert cells(found, "driver", "start", "from", "to", "duration", "distance", "idle") == [
        ("Joko", at(MONDAY, 7), "Kabanjahe", "Berastagi", 3600, 30_000, 300),
        ("Joko", at(MONDAY, 12), "Berastagi", "Kabanjahe", 18_000, 120_000, 0),
    ]
    assert found.totals == {"duration": 21_600, "distance": 150_000, "idle": 300}


def test_the_average_speed_is_that_of_the_time_in_motion(world: World, history: History) -> None:
    found = table(ReportKind.TRIPS, world.ani, Period(MONDAY, MONDAY), Scope(vehicles=[history.grader.pk]))
    assert cells(found, "average", "top")[0] == (10.0, 20)


def test_no_average_is_above_the_top_speed(world: World, history: History) -> None:
    part(history.engine, TripKind.DRIVE, at(TUESDAY, 1), at(TUESDAY, 2), 36_300, moving_s=3600, max_speed_mps=10)
    only = Scope(vehicles=[history.engine.pk])
    for kind in (ReportKind.TRIPS, ReportKind.SUMMARY):
        ((average, top),) = cells(table(kind, world.ani, Period(TUESDAY, TUESDAY), only), "average", "top")
        assert average == top == pytest.approx(36_300 / 3600)


def test_a_drive_of_which_no_speed_was_reported_counts_with_its_average(world: World, history: History) -> None:
    part(history.engine, TripKind.DRIVE, at(TUESDAY, 1), at(TUESDAY, 2), 28_800, moving_s=3600, max_speed_mps=10)
    part(history.engine, TripKind.DRIVE, at(TUESDAY, 3), at(TUESDAY, 4), 108_000, moving_s=3600)
    found = table(ReportKind.SUMMARY, world.ani, Period(TUESDAY, TUESDAY), Scope(vehicles=[history.engine.pk]))
    assert cells(found, "average", "top") == [(19, 30)]


def test_a_report_says_what_its_speeds_mean(world: World, history: History) -> None:
    for kind in (ReportKind.TRIPS, ReportKind.SUMMARY):
        assert "or the average where that is higher" in table(kind, world.ani).notes[0]


def test_a_drive_over_midnight_counts_once_on_the_day_it_began(world: World, history: History) -> None:
    part(history.engine, TripKind.DRIVE, at(MONDAY, 23), at(TUESDAY, 1), 40_000, moving_s=7200)
    scope = Scope(vehicles=[history.engine.pk])
    by_day = [table(ReportKind.TRIPS, world.ani, Period(day, day), scope) for day in (MONDAY, TUESDAY)]
    assert [len(found.rows) for found in by_day] == [2, 0]


def test_a_stop_is_counted_within_the_period_and_an_open_one_has_no_end(world: World, history: History) -> None:
    found = table(ReportKind.STOPS, world.ani, Period(TUESDAY, TUESDAY), Scope(vehicles=[history.grader.pk]))
    assert cells(found, "start", "end", "duration") == [
        (at(MONDAY, 17), at(TUESDAY, 7), 7 * 3600),
        (at(TUESDAY, 9), None, 600),
    ]
    assert [(place.name, place.text) for place in found.waypoints] == [
        ("Kabanjahe", "Grader stood here for 14 h 0 min."),
        ("Kabanjahe", "Grader stood here for 10 min."),
    ]


def test_the_summary_adds_up_each_vehicle(world: World, history: History) -> None:
    found = table(ReportKind.SUMMARY, world.ani)
    keys = ("vehicle", "drives", "distance", "driving", "idle", "stops", "stood", "silent", "top", "warnings")
    night, nothing = 14 * 3600, 0
    assert cells(found, *keys) == [
        ("=Truk+1", 1, 20_000, 3600, 0, 1, 4 * 3600, 7 * 3600, None, 2),
        ("Engine", 1, 9_000, 1800, 0, 0, nothing, 0, None, 0),
        ("Grader", 3, 210_000, 28_800, 900, 3, 4 * 3600 + night + 600, 0, 25, 0),
    ]
    assert (found.totals["distance"], found.totals["drives"]) == (239_000, 5)


def test_the_summary_shows_an_idle_vehicle_but_none_out_of_use_without_data(world: World, history: History) -> None:
    write_name = {"name": "Ambulans"}
    Vehicle.objects.create(**write_name)
    Vehicle.objects.create(name="Bekas", active=False)
    names = [row[0] for row in table(ReportKind.SUMMARY, world.ani).rows]
    assert ("Ambulans" in names, "Bekas" in names) == (True, False)


def test_events_are_told_in_order_with_the_driver_of_the_moment(world: World, history: History) -> None:
    found = table(ReportKind.EVENTS, world.ani)
    assert cells(found, "vehicle", "driver", "event", "zone")[:3] == [
        ("=Truk+1", "", "used outside duty hours", ""),
        ("=Truk+1", "", "used outside the agency's area", ""),
        ("Grader", "Joko", "entered a zone", "Pasar Berastagi"),
    ]


def test_an_event_has_lasted_as_long_as_its_words_say_and_a_moment_no_time(world: World, history: History) -> None:
    only = Scope(vehicles=[history.engine.pk])
    event(history.engine, EventKind.IGNITION_ON, at(MONDAY, 3), since=at(MONDAY, 2, 50))
    event(history.engine, EventKind.IDLING, at(MONDAY, 4), since=at(MONDAY, 3), detail={"for_s": 3600})
    assert cells(table(ReportKind.EVENTS, world.ani, BOTH, only), "event", "lasted") == [
        ("ignition on", None),
        ("idles with the engine on", 3600),
    ]


def test_an_entry_and_the_next_exit_of_a_zone_are_a_visit(world: World, history: History) -> None:
    found = table(ReportKind.VISITS, world.ani)
    assert cells(found, "zone", "entered", "left")[0] == ("Pasar Berastagi", at(MONDAY, 7, 55), at(MONDAY, 12, 5))
    assert cells(found, "duration")[0] == (250 * 60,)


def test_a_visit_without_its_beginning_or_end_is_counted_within_the_period(world: World, history: History) -> None:
    visit(history.engine, "Posko", 9, None, at(MONDAY, 2))
    found = table(ReportKind.VISITS, world.ani)
    assert cells(found, "zone", "entered", "left", "duration") == [
        ("Posko", None, at(MONDAY, 2), 2 * 3600),
        ("Pasar Berastagi", at(MONDAY, 7, 55), at(MONDAY, 12, 5), 250 * 60),
        ("Gudang", at(TUESDAY, 8, 50), None, 15 * 3600 + 600),
    ]


def test_zones_left_in_another_order_than_entered_are_paired_each_for_itself(world: World, history: History) -> None:
    entered = [event(history.engine, EventKind.ZONE_ENTERED, at(MONDAY, hour), subject=hour) for hour in (1, 2)]
    left = [event(history.engine, EventKind.ZONE_LEFT, at(MONDAY, 5), subject=1)]
    left.append(event(history.engine, EventKind.ZONE_LEFT, at(MONDAY, 4), subject=2))
    assert [(v.start, v.end) for v in visits_of([*entered, *left])] == [
        (at(MONDAY, 1), at(MONDAY, 5)),
        (at(MONDAY, 2), at(MONDAY, 4)),
    ]


def test_utilisation_divides_the_time_and_counts_the_days(world: World, history: History) -> None:
    found = table(ReportKind.UTILISATION, world.ani, BOTH, Scope(vehicles=[history.truck.pk]))
    assert cells(found, "days", "of_days", "driving", "stood", "silent", "used", "per_day") == [
        (1, 0.5, 3600, 4 * 3600, 7 * 3600, 1 / 48, 20_000)
    ]


def test_utilisation_of_a_period_that_lasts_is_that_up_to_now(world: World, history: History) -> None:
    ask = Ask(world.ani, [history.engine], Period(MONDAY, MONDAY), at(MONDAY, 10, 30))
    (row,) = BUILD[ReportKind.UTILISATION](ask).rows
    assert row[9] == 0.5 / 10.5


def test_use_outside_duty_is_one_row_a_drive_whatever_it_broke(world: World, history: History) -> None:
    found = table(ReportKind.OUT_OF_DUTY, world.ani)
    assert cells(found, "vehicle", "holder", "why", "start", "end", "distance") == [
        (
            "=Truk+1",
            "Pak Sembiring",
            "used outside duty hours; used outside the agency's area",
            at(MONDAY, 22),
            at(MONDAY, 23),
            20_000,
        )
    ]


def test_use_outside_duty_without_a_known_drive_is_told_as_long_as_the_events_say(
    world: World, history: History
) -> None:
    event(history.engine, EventKind.WEEKEND_USE, at(MONDAY, 15, 10), since=at(MONDAY, 15))
    found = table(ReportKind.OUT_OF_DUTY, world.ani, BOTH, Scope(vehicles=[history.engine.pk]))
    assert cells(found, "start", "duration", "distance") == [(at(MONDAY, 15), 600, None)]


def test_driving_hours_find_the_stretch_without_rest_and_the_long_day(world: World, history: History) -> None:
    part(history.engine, TripKind.DRIVE, at(TUESDAY, 6), at(TUESDAY, 9), 1)
    part(history.engine, TripKind.STOP, at(TUESDAY, 9), at(TUESDAY, 9, 20))
    part(history.engine, TripKind.DRIVE, at(TUESDAY, 9, 20), at(TUESDAY, 12), 1)
    part(history.engine, TripKind.STOP, at(TUESDAY, 12), at(TUESDAY, 13))
    part(history.engine, TripKind.DRIVE, at(TUESDAY, 13), at(TUESDAY, 16), 1)
    found = table(ReportKind.DRIVER_HOURS, world.ani, Period(TUESDAY, TUESDAY), Scope(vehicles=[history.engine.pk]))
    assert cells(found, "day", "driven", "longest", "remark") == [
        (
            TUESDAY,
            8 * 3600 + 40 * 60,
            5 * 3600 + 40 * 60,
            "more than 8 hours in the day; more than 4 hours without a rest",
        )
    ]


def test_driving_over_midnight_belongs_to_both_days_and_one_stretch(world: World, history: History) -> None:
    part(history.engine, TripKind.DRIVE, at(MONDAY, 21), at(TUESDAY, 2), 1)
    found = table(ReportKind.DRIVER_HOURS, world.ani, BOTH, Scope(vehicles=[history.engine.pk]))
    assert cells(found, "day", "driven", "longest")[-2:] == [
        (MONDAY, 3.5 * 3600, 3 * 3600),
        (TUESDAY, 2 * 3600, 5 * 3600),
    ]


def test_a_driver_of_two_vehicles_has_one_day(world: World, history: History) -> None:
    driver = Driver.objects.create(name="Rehulina")
    hours = ((history.truck, 12, 15), (history.engine, 15, 20))
    for vehicle, start, end in hours:
        part(vehicle, TripKind.DRIVE, at(TUESDAY, start), at(TUESDAY, end), 1)
        held = {"valid_from": at(TUESDAY, start), "valid_to": at(TUESDAY, end), "source": "desk"}
        DriverAssignment.objects.create(vehicle=vehicle, driver=driver, **held)
    found = table(ReportKind.DRIVER_HOURS, world.ani, Period(TUESDAY, TUESDAY))
    day = next(row for row in cells(found, "driver", "vehicle", "driven", "longest") if row[0] == "Rehulina")
    assert day == ("Rehulina", "=Truk+1, Engine", 8 * 3600, 8 * 3600)


def test_fuel_follows_from_way_and_consumption_and_says_what_is_unknown(world: World, history: History) -> None:
    found = table(ReportKind.FUEL, world.ani)
    assert cells(found, "vehicle", "fuel") == [("=Truk+1", None), ("Engine", None), ("Grader", 63.0)]
    assert found.totals["fuel"] == 63.0
    assert any("2 vehicles is not entered" in note or "2 vehicles" in note for note in found.notes)


def test_an_officer_who_may_see_drivers_gets_only_those_of_the_own_agency(world: World, history: History) -> None:
    assert {row[0] for row in table(ReportKind.TRIPS, world.citra).rows} == {"Engine"}
    assert {row[0] for row in table(ReportKind.TRIPS, world.budi).rows} == {"=Truk+1", "Grader"}


def test_whoever_may_not_know_drivers_reads_no_names(world: World, history: History) -> None:
    assert {row[0] for row in cells(table(ReportKind.TRIPS, world.dewi), "driver")} == {""}


def test_the_route_is_every_believed_position_broken_where_the_vehicle_was_silent(truck: Vehicle, world: World) -> None:
    seconds = (0, 60, 120, 4000, 4060)
    store([delivery(*(fix(seconds=n, lon=98.49 + n / 1e5, speed_mps=10.0, altitude_m=1200.0) for n in seconds))])
    store([delivery(fix(seconds=30, lon=0.0, lat=0.0))])
    day = datetime(2026, 3, 1, tzinfo=UTC).date()
    found = table(ReportKind.ROUTE, world.ani, Period(day, day))
    assert len(found.rows) == 5
    assert [len(track.points) for track in found.tracks] == [3, 2]
    assert cells(found, "lat", "lon", "speed", "altitude")[0] == (3.10, 98.49, 10.0, 1200.0)


def test_a_place_without_a_name_is_told_by_its_coordinates(world: World, history: History) -> None:
    part(
        history.engine, TripKind.DRIVE, at(TUESDAY, 1), at(TUESDAY, 2), 1, start_place="", start_point=Point(98.5, 3.1)
    )
    found = table(ReportKind.TRIPS, world.ani, Period(TUESDAY, TUESDAY), Scope(vehicles=[history.engine.pk]))
    assert cells(found, "from") == [("3.10000, 98.50000",)]
