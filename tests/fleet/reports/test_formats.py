"""Every format opened again by a reader of its own, and compared with the table."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from django.contrib.gis.gdal import DataSource
from django.utils import timezone, translation
from pypdf import PdfReader

from fleet.models import TripKind, Vehicle
from fleet.reports import make
from fleet.reports.kinds import ReportKind, formats_of
from fleet.reports.scope import Scope, vehicles_in
from people.models import User
from reports.choices import ReportFormat
from reports.errors import TooMuch
from reports.period import Period
from reports.render import json_file, pdf_file
from reports.render.gpx import NAMESPACE as GPX
from reports.render.kml import NAMESPACE as KML
from reports.table import Column, ColumnKind, Heading, Table
from tests.fleet.conftest import delivery, fix, store
from tests.fleet.reports.history import MONDAY, TUESDAY, History, at, part
from tests.world import World

pytestmark = pytest.mark.usefixtures("english")
BOTH = Period(MONDAY, TUESDAY)


def made(kind: ReportKind, form: ReportFormat, user: User, period: Period = BOTH, **scope: Any) -> bytes:
    chosen = Scope(**scope)
    vehicles = vehicles_in(user, chosen)
    to = io.BytesIO()
    heading = make.heading_of(kind, chosen, vehicles, period, at(TUESDAY, 12))
    make.write(make.build(kind, user, vehicles, period), heading, form, to)
    return to.getvalue()


def sheet(content: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def pdf_text(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def layers(content: bytes, path: Path) -> dict[str, int]:
    """How many things GDAL, which many map programs read files with, finds in each layer."""
    path.write_bytes(content)
    source = DataSource(path)
    return {source[n].name: source[n].num_feat for n in range(len(source))}


def small(rows: list[list[Any]], *columns: Column) -> tuple[Table, Heading]:
    named = Heading("Judul", "Semua", "2 Maret 2026", at(TUESDAY, 12), "WIB", "Kabupaten Karo")
    return Table(list(columns) or [Column("name", "Name")], rows), named


@pytest.mark.parametrize("kind", list(ReportKind))
@pytest.mark.parametrize("form", list(ReportFormat))
def test_every_report_comes_in_every_format_it_has(
    world: World, history: History, kind: ReportKind, form: ReportFormat
) -> None:
    if form in formats_of(kind):
        assert made(kind, form, world.ani)


def test_xlsx_holds_real_dates_durations_and_numbers(world: World, history: History) -> None:
    head, first, *_rest = sheet(made(ReportKind.TRIPS, ReportFormat.XLSX, world.budi, vehicles=[history.grader.pk]))
    row = dict(zip(head, first, strict=True))
    assert row["Start"] == datetime(2026, 3, 2, 7)  # noqa: DTZ001
    assert row["Duration (h:mm)"] == timedelta(hours=1)
    assert (row["Distance (km)"], row["Top speed (km/h)"]) == (30.0, 72.0)


def test_xlsx_ends_with_the_totals_and_tells_what_it_is_of(world: World, history: History) -> None:
    content = made(ReportKind.TRIPS, ReportFormat.XLSX, world.ani)
    assert sheet(content)[-1][0] == "Total"
    about = openpyxl.load_workbook(io.BytesIO(content))["About"]
    facts = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert (facts["Report"], facts["Period"]) == ("Trips", "2 March 2026 – 3 March 2026")
    assert facts["Made at"] == "2026-03-03 12:00 WIB"


def test_xlsx_holds_no_formula_whatever_a_vehicle_is_called(world: World, history: History) -> None:
    Vehicle.objects.filter(pk=history.engine.pk).update(name='=HYPERLINK("http://evil.example","x")')
    ruleset = openpyxl.load_workbook(io.BytesIO(made(ReportKind.SUMMARY, ReportFormat.XLSX, world.ani)))
    cells = [cell for page in ruleset.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert '=HYPERLINK("http://evil.example","x")' in [cell.value for cell in cells if cell.data_type == "s"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula_whatever_a_vehicle_is_called(world: World, start: str) -> None:
    Vehicle.objects.create(name=f"{start}cmd|' /C calc'!A0")
    text = made(ReportKind.SUMMARY, ReportFormat.CSV, world.ani).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert not row["Vehicle"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_is_read_again_with_units_in_its_head_and_times_with_their_zone(world: World, history: History) -> None:
    content = made(ReportKind.TRIPS, ReportFormat.CSV, world.ani, vehicles=[history.grader.pk])
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["Distance (km)"] for row in rows] == ["30.0", "120.0", "60.0"]
    assert rows[0]["Start"] == "2026-03-02T07:00:00+07:00"
    assert rows[0]["Duration (s)"] == "3600"


def test_json_is_the_table_again(world: World, history: History) -> None:
    vehicles = vehicles_in(world.ani, Scope())
    table = make.build(ReportKind.DRIVER_HOURS, world.ani, vehicles, BOTH)
    content = made(ReportKind.DRIVER_HOURS, ReportFormat.JSON, world.ani)
    again, heading = json_file.read(content)
    assert (again.columns, again.rows, again.charts) == (table.columns, table.rows, table.charts)
    assert json.loads(content)["report"]["title"] == heading.title == "Driving hours"


def test_pdf_says_what_it_is_of_and_counts_its_pages(world: World, history: History) -> None:
    for minute in range(60):
        start = at(TUESDAY, 12) + timedelta(minutes=10 * minute)
        part(history.engine, TripKind.DRIVE, start, start + timedelta(minutes=5), 1000)
    pages = pdf_text(made(ReportKind.TRIPS, ReportFormat.PDF, world.ani))
    assert len(pages) > 1
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert "2 March 2026 – 3 March 2026 (times in WIB)" in pages[0]
    assert "Made by Pantau on 3 March 2026 12:00 WIB" in pages[0]
    assert "Average" in pages[1]


def test_pdf_holds_the_rows_and_totals(world: World, history: History) -> None:
    text = "\n".join(pdf_text(made(ReportKind.FUEL, ReportFormat.PDF, world.ani)))
    assert "Grader" in text
    assert "63.0" in text
    assert "Total" in text


def test_pdf_shows_indonesian_and_wide_tables_lie_across(world: World, history: History) -> None:
    with translation.override("id"):
        content = made(ReportKind.SUMMARY, ReportFormat.PDF, world.ani)
    page = PdfReader(io.BytesIO(content)).pages[0]
    assert page.mediabox.width > page.mediabox.height
    assert "Ringkasan" in page.extract_text()
    assert "Halaman 1 dari" in page.extract_text()


def test_a_narrow_pdf_stands_upright() -> None:
    table, heading = small([["a"], ["b"]])
    to = io.BytesIO()
    make.write(table, heading, ReportFormat.PDF, to)
    page = PdfReader(to).pages[0]
    assert page.mediabox.width < page.mediabox.height


def test_pdf_wraps_a_word_that_is_wider_than_its_column() -> None:
    table, heading = small([["x" * 400, "y"]], Column("a", "A"), Column("b", "B"))
    to = io.BytesIO()
    make.write(table, heading, ReportFormat.PDF, to)
    assert "".join(pdf_text(to.getvalue())).count("x") == 400


def test_a_pdf_that_nobody_would_print_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MOST_ROWS", 2)
    table, heading = small([["a"], ["b"], ["c"]])
    with pytest.raises(TooMuch):
        make.write(table, heading, ReportFormat.PDF, io.BytesIO())


@pytest.mark.parametrize("form", [each for each in ReportFormat if each is not ReportFormat.SCREEN])
def test_characters_that_no_file_can_hold_do_no_harm(world: World, form: ReportFormat) -> None:
    vehicle = Vehicle.objects.create(name="Truk \x0b <b>&amp; \ud7ff 🚒", plate="]]>")
    part(vehicle, TripKind.STOP, at(MONDAY, 1), at(MONDAY, 2), start_place="<\x07&>")
    content = made(ReportKind.STOPS, form, world.ani)
    if form in {ReportFormat.GPX, ReportFormat.KML}:
        ElementTree.fromstring(content)
    assert content


def test_gpx_holds_the_track_with_a_segment_after_each_silence_and_stops_as_waypoints(
    truck: Vehicle, world: World
) -> None:
    store([delivery(*(fix(seconds=n, lon=98.49 + n / 1e5, altitude_m=1200.0) for n in (0, 60, 4000, 4060)))])
    noon = at(date(2026, 3, 1), 19)
    part(truck, TripKind.STOP, noon, noon + timedelta(hours=1))
    content = made(ReportKind.ROUTE, ReportFormat.GPX, world.ani, Period(date(2026, 3, 1), date(2026, 3, 1)))
    root = ElementTree.fromstring(content)
    names = {"g": GPX}
    assert root.get("version") == "1.1"
    assert [len(segment.findall("g:trkpt", names)) for segment in root.findall(".//g:trkseg", names)] == [2, 2]
    point = root.find(".//g:trkpt", names)
    assert point is not None
    assert (point.get("lon"), point.findtext("g:time", "", names)) == ("98.490000", "2026-03-01T12:00:00Z")
    assert root.findtext("g:wpt/g:name", "", names) == "Kabanjahe"


def test_kml_holds_lines_and_stops(truck: Vehicle, world: World) -> None:
    store([delivery(*(fix(seconds=n, lon=98.49 + n / 1e5) for n in (0, 60)))])
    noon = at(date(2026, 3, 1), 19)
    part(truck, TripKind.STOP, noon, noon + timedelta(hours=1))
    content = made(ReportKind.ROUTE, ReportFormat.KML, world.ani, Period(date(2026, 3, 1), date(2026, 3, 1)))
    root = ElementTree.fromstring(content)
    line = root.findtext(f".//{{{KML}}}LineString/{{{KML}}}coordinates", "")
    assert line == "98.490000,3.100000 98.490600,3.100000"
    assert root.findtext(f".//{{{KML}}}Point/{{{KML}}}coordinates", "") == "98.490000,3.100000"


@pytest.fixture
def parked(truck: Vehicle) -> list[datetime]:
    """The truck drove a little, stood and was heard each quarter of an hour, and once more far away, much later."""
    drive = [fix(seconds=n, lon=98.48 + n / 1e4, speed_mps=11.0, moving=True) for n in (0, 50, 100)]
    quiet = [fix(seconds=100 + n * 900, lon=98.49, speed_mps=0.0) for n in range(1, 6)]
    store([delivery(*drive, *quiet, fix(seconds=9000, lon=98.6))])
    noon = at(date(2026, 3, 1), 19)
    part(truck, TripKind.STOP, noon + timedelta(seconds=100), noon + timedelta(seconds=4600))
    return [noon + timedelta(seconds=100), noon + timedelta(seconds=9000)]


def test_gpx_of_a_parked_vehicle_has_no_segment_of_one_point_and_loses_no_place(
    parked: list[datetime], world: World, tmp_path: Path
) -> None:
    content = made(ReportKind.ROUTE, ReportFormat.GPX, world.ani, Period(date(2026, 3, 1), date(2026, 3, 1)))
    root, names = ElementTree.fromstring(content), {"g": GPX}
    assert [child.tag.partition("}")[2] for child in root] == ["metadata", "wpt", "wpt", "trk"]
    assert [len(segment.findall("g:trkpt", names)) for segment in root.findall(".//g:trkseg", names)] == [3]
    places = [(p.get("lon"), p.findtext("g:name", "", names)) for p in root.findall("g:wpt", names)]
    assert places == [("98.490000", "Kabanjahe"), ("98.600000", "3.10000, 98.60000")]
    times = [datetime.fromisoformat(p.findtext("g:time", "", names)) for p in root.findall("g:wpt", names)]
    assert times == parked
    read = layers(content, tmp_path / "truck.gpx")
    assert (read["tracks"], read["waypoints"], read["track_points"]) == (1, 2, 3)


def test_kml_of_a_parked_vehicle_has_lines_alone_as_tracks_and_tells_a_stop_from_a_single_position(
    parked: list[datetime], world: World, tmp_path: Path
) -> None:
    content = made(ReportKind.ROUTE, ReportFormat.KML, world.ani, Period(date(2026, 3, 1), date(2026, 3, 1)))
    root, names = ElementTree.fromstring(content), {"k": KML}
    folders = {f.findtext("k:name", "", names): f for f in root.findall(".//k:Folder", names)}
    assert list(folders) == ["Tracks", "Stops", "Single positions"]
    lines = [line.text or "" for line in folders["Tracks"].findall("k:Placemark/k:LineString/k:coordinates", names)]
    assert [len(line.split()) for line in lines] == [3]
    assert not folders["Tracks"].findall(".//k:Point", names)
    assert folders["Single positions"].findtext(".//k:coordinates", "", names) == "98.600000,3.100000"
    assert layers(content, tmp_path / "truck.kml") == {"Tracks": 1, "Stops": 1, "Single positions": 1}


def test_a_vehicle_that_only_stood_has_its_stop_and_no_track(truck: Vehicle, world: World) -> None:
    store([delivery(*(fix(seconds=n * 900, speed_mps=0.0) for n in range(4)))])
    noon = at(date(2026, 3, 1), 19)
    part(truck, TripKind.STOP, noon, noon + timedelta(seconds=2700), open=True)
    day = Period(date(2026, 3, 1), date(2026, 3, 1))
    found = make.build(ReportKind.ROUTE, world.ani, vehicles_in(world.ani, Scope()), day)
    assert (len(found.rows), found.tracks, len(found.waypoints)) == (4, [], 1)


def test_a_single_position_far_from_the_stop_of_its_time_is_not_left_out(truck: Vehicle, world: World) -> None:
    store([delivery(fix(seconds=900, lat=3.2))])
    noon = at(date(2026, 3, 1), 19)
    part(truck, TripKind.STOP, noon, noon + timedelta(hours=1))
    day = Period(date(2026, 3, 1), date(2026, 3, 1))
    found = make.build(ReportKind.ROUTE, world.ani, vehicles_in(world.ani, Scope()), day)
    assert [place.alone for place in found.waypoints] == [False, True]


def test_an_empty_report_is_a_file_in_every_format(world: World) -> None:
    Vehicle.objects.create(name="Baru")
    for form in formats_of(ReportKind.ROUTE):
        assert made(ReportKind.ROUTE, form, world.ani)


def test_the_zone_of_a_heading_is_that_of_the_period(world: World, history: History) -> None:
    heading = make.heading_of(ReportKind.TRIPS, Scope(), [history.grader], BOTH, timezone.now())
    assert (heading.zone, heading.scope) == ("WIB", "Grader (BK 1001 K)")


def test_the_heading_of_an_officers_report_says_whose_vehicles_all_are(world: World, history: History) -> None:
    for number in range(3):
        Vehicle.objects.create(name=f"Truk {number}", agency=world.roads)
    for user, said in ((world.budi, f"All vehicles · {world.roads.local_name}"), (world.ani, "All vehicles")):
        vehicles = vehicles_in(user, Scope())
        assert make.heading_of(ReportKind.TRIPS, Scope(), vehicles, BOTH, timezone.now()).scope == said


def test_numbers_of_a_column_are_rounded_for_people_alone() -> None:
    table, heading = small([[1234.5678]], Column("d", "D", ColumnKind.DISTANCE, 1))
    to = io.BytesIO()
    make.write(table, heading, ReportFormat.CSV, to)
    assert to.getvalue().decode("utf-8-sig").splitlines()[1] == '"1.235"'
