"""The charts of reports: who finds which, what a silence looks like, and that no sheet's name is cut."""

import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from pypdf import PdfReader

from fleet.events.kinds import EventKind
from fleet.models import TripKind, Vehicle
from fleet.reports import make
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope, vehicles_in
from people.models import User
from reports.chart_description import describe
from reports.choices import ReportFormat
from reports.period import Period
from reports.plot import plot
from reports.render.svg import svg
from reports.render.xlsx import sheet_name
from reports.table import Chart, ChartForm, ColumnKind, Table
from tests.fleet.conftest import delivery, fix, store
from tests.fleet.reports.history import MONDAY, TUESDAY, History, at, event, part, visit, write
from tests.world import World

pytestmark = pytest.mark.usefixtures("english")
BOTH = Period(MONDAY, TUESDAY)
NOON = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
DAY = Period(NOON.date(), NOON.date())


def table(kind: ReportKind, user: User, period: Period = BOTH, **scope: Any) -> Table:
    return make.build(kind, user, vehicles_in(user, Scope(**scope)), period)


def titles(found: Table) -> list[str]:
    return [chart.title for chart in found.charts]


def test_trips_show_the_way_of_each_day_and_of_each_vehicle(world: World, history: History) -> None:
    by_day, by_vehicle = table(ReportKind.TRIPS, world.ani).charts
    assert (by_day.labels, by_day.values, by_day.kind) == (["2 Mar", "3 Mar"], [179_000, 60_000], ColumnKind.DISTANCE)
    assert by_vehicle.known() == [("Grader", 210_000), ("=Truk+1", 20_000), ("Engine", 9_000)]


def test_a_day_alone_is_shown_hour_by_hour(world: World, history: History) -> None:
    (chart,) = table(ReportKind.TRIPS, world.ani, Period(MONDAY, MONDAY), vehicles=[history.grader.pk]).charts
    assert chart.title == "Distance by hour of departure"
    assert [pair for pair in chart.known() if pair[1]] == [("07:00", 30_000), ("12:00", 120_000)]


def test_use_outside_duty_shows_the_hours_of_each_day_though_one_vehicle_alone_did_it(
    world: World, history: History
) -> None:
    (chart,) = table(ReportKind.OUT_OF_DUTY, world.ani).charts
    assert (chart.title, chart.values, chart.kind) == ("Time outside duty by day", [3600, 0], ColumnKind.DURATION)


@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_report_with_rows_has_a_chart_and_one_without_has_none(
    world: World, history: History, truck: Vehicle, kind: ReportKind
) -> None:
    store([delivery(*(fix(seconds=n, speed_mps=8.0) for n in (0, 60)))])
    filled = table(kind, world.ani, DAY, vehicles=[truck.pk]) if kind is ReportKind.ROUTE else table(kind, world.ani)
    assert filled.rows
    assert filled.charts
    past = datetime.fromisoformat("2025-01-01T00:00:00+00:00").date()
    assert table(kind, world.ani, Period(past, past + timedelta(days=1))).charts == []


def speeds(truck: Vehicle, world: World) -> Chart:
    (chart,) = table(ReportKind.ROUTE, world.ani, DAY, vehicles=[truck.pk]).charts
    return chart


def value_at(chart: Chart, label: str) -> float | None:
    return chart.values[chart.labels.index(label)]


def test_the_speed_of_a_day_goes_from_midnight_to_midnight_and_is_open_in_silences(
    truck: Vehicle, world: World
) -> None:
    store([delivery(*(fix(seconds=n, speed_mps=10.0) for n in (0, 300, 600, 7200, 7500)))])
    chart = speeds(truck, world)
    assert (chart.labels[0], chart.labels[-1]) == ("00:00", "23:55")
    assert [value_at(chart, label) for label in ("19:00", "19:10", "19:15", "20:55", "21:00", "22:00")] == [
        10.0, 10.0, None, None, 10.0, None,
    ]  # fmt: skip


def test_the_speed_goes_on_between_fixes_that_are_farther_apart_than_the_chart_is_fine(
    truck: Vehicle, world: World
) -> None:
    store([delivery(*(fix(seconds=n, speed_mps=speed) for n, speed in ((0, 10.0), (590, 10.0), (1180, 10.0))))])
    chart = speeds(truck, world)
    assert [value_at(chart, label) for label in ("19:00", "19:05", "19:10", "19:15")] == [10.0] * 4


def test_a_silence_in_which_it_stood_is_no_gap(truck: Vehicle, world: World) -> None:
    store([delivery(*(fix(seconds=n, speed_mps=0.0) for n in (0, 7200)))])
    part(truck, TripKind.STOP, NOON, NOON + timedelta(hours=2))
    chart = speeds(truck, world)
    assert (value_at(chart, "20:00"), value_at(chart, "22:00")) == (0.0, None)


def test_a_vehicle_that_stood_all_day_has_a_chart(truck: Vehicle, world: World) -> None:
    store([delivery(*(fix(seconds=n, speed_mps=0.0) for n in (0, 60, 120)))])
    assert "chart-stroke" in svg(speeds(truck, world))


def test_a_gap_is_a_band_without_a_line_and_is_told_as_such() -> None:
    labels = ["07:00", "08:00", "09:00", "10:00"]
    chart = Chart("Speed", ColumnKind.SPEED, labels, [10.0, None, None, 5.0], ChartForm.LINE)
    drawn = plot(chart, 720)
    assert [gap.says for gap in drawn.gaps] == ["08:00 – 09:00: no data"]
    assert [len(set(line)) for line in drawn.lines] == [1, 1]
    assert describe(chart) == [("07:00", "36 km/h"), ("08:00 – 09:00", "no data"), ("10:00", "18 km/h")]


def test_what_stays_the_same_is_told_once() -> None:
    chart = Chart("Speed", ColumnKind.SPEED, ["07:00", "08:00", "09:00"], [0.0, 0.0, 10.0], ChartForm.LINE)
    assert describe(chart) == [("07:00 – 08:00", "0 km/h"), ("09:00", "36 km/h")]


def test_what_is_counted_is_told_without_decimals(world: World, history: History) -> None:
    by_day = table(ReportKind.EVENTS, world.ani).charts[0]
    assert describe(by_day)[0] == ("2 Mar", "4")


@pytest.mark.parametrize("width", [720.0, 350.0])
@pytest.mark.parametrize("kind", [ColumnKind.SPEED, ColumnKind.DISTANCE, ColumnKind.NUMBER])
def test_no_mark_of_an_axis_lies_outside_the_chart(kind: ColumnKind, width: float) -> None:
    values = [250 / 3.6, 1.0] if kind is ColumnKind.SPEED else [1_234_000.0, 1.0]
    with translation.override("id"):
        drawn = plot(Chart("x", kind, ["a", "b"], values), width)
    assert all(text.x - len(text.words) * 6.5 >= 0 for text in drawn.texts if text.anchor == "end")


def test_an_empty_cell_of_a_workbook_is_a_gap_of_its_chart(truck: Vehicle, world: World) -> None:
    store([delivery(*(fix(seconds=n, speed_mps=10.0) for n in (0, 300, 7200)))])
    vehicles, period = vehicles_in(world.ani, Scope(vehicles=[truck.pk])), DAY
    heading = make.heading_of(ReportKind.ROUTE, Scope(), vehicles, period, NOON)
    to = io.BytesIO()
    make.write(make.build(ReportKind.ROUTE, world.ani, vehicles, period), heading, ReportFormat.XLSX, to)
    sheet = openpyxl.load_workbook(to)["Speed over time"]
    cells = dict(sheet.iter_rows(min_row=2, max_col=2, values_only=True))
    assert (round(cells["19:00"]), cells["20:00"], round(cells["21:00"])) == (36, None, 36)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_no_name_of_a_sheet_is_cut(world: World, truck: Vehicle, kind: ReportKind, language: str) -> None:
    history = write(world)
    for vehicle in (history.engine, history.grader):
        event(vehicle, EventKind.OFF_DUTY, at(MONDAY, 10, 10))
        visit(vehicle, "Posko", 9, at(MONDAY, 1), at(MONDAY, 2))
    for number in range(25):
        more = Vehicle.objects.create(name=f"Truk {number}", fuel_l_per_100km=20.0)
        part(more, TripKind.DRIVE, at(MONDAY, 10), at(MONDAY, 11), 9_000 + number, moving_s=3600)
        event(more, EventKind.OFF_DUTY, at(MONDAY, 10, 10))
    with translation.override(language):
        found = [table(kind, world.ani, period) for period in (BOTH, Period(MONDAY, MONDAY))]
    names = [chart.sheet or chart.title for each in found for chart in each.charts]
    assert [name for name in names if sheet_name(name) != name] == []


def test_a_name_that_is_too_long_for_a_sheet_ends_with_a_whole_word() -> None:
    assert sheet_name("Jarak di luar dinas per kendaraan, 20 terbesar") == "Jarak di luar dinas per"
    assert sheet_name("x" * 40) == "x" * 31
    assert sheet_name("[]") == "Pantau"


@pytest.mark.parametrize("kind", [ReportKind.TRIPS, ReportKind.SUMMARY])
def test_the_first_sheet_of_paper_has_its_charts(world: World, history: History, kind: ReportKind) -> None:
    for number in range(25):
        more = Vehicle.objects.create(name=f"Truk {number}")
        part(more, TripKind.DRIVE, at(MONDAY, 10), at(MONDAY, 11), 9_000 + number, moving_s=3600)
    vehicles = vehicles_in(world.ani, Scope())
    to = io.BytesIO()
    heading = make.heading_of(kind, Scope(), vehicles, BOTH, NOON)
    make.write(make.build(kind, world.ani, vehicles, BOTH), heading, ReportFormat.PDF, to)
    assert "Distance by vehicle, the 20 largest" in PdfReader(to).pages[0].extract_text()
