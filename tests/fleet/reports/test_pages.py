"""The pages of reports: what they show, refuse, and keep of what was typed."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fleet.models import ReportRun, ReportSchedule, Vehicle, VehicleGroup
from fleet.reports import make, runs
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope
from people.models import User
from reports.choices import ReportFormat, RunState
from reports.period import Period
from reports.render.json_file import read
from reports.table import object_id_of
from tests.fleet.reports.history import MONDAY, TUESDAY, History
from tests.world import World

BOTH = Period(MONDAY, TUESDAY)
DAYS = "first=2026-03-02&last=2026-03-03"


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def view(user: User, query: str) -> str:
    return log_in(user).get(f"/fleet/reports/view/?{query}").content.decode()


def typed(**changes: Any) -> dict[str, Any]:
    days = {"period": "custom", "first": "2026-03-02", "last": "2026-03-03"}
    return {"kind": "trips", "agency": "", "group": "", "format": "screen", **days, **changes}


def test_a_small_report_is_shown_at_once_at_an_address_that_can_be_shared(world: World, history: History) -> None:
    answer = log_in(world.ani).post("/fleet/reports/", typed(vehicle=[history.grader.pk]))
    address = answer["Location"]
    assert address == f"/fleet/reports/view/?kind=trips&{DAYS}&vehicle={history.grader.pk}"
    text = log_in(world.slamet).get(address).content.decode()
    assert '<td class="number">120.0</td>' in text
    assert "210.0" in text


def test_a_small_file_is_given_at_once_and_leaves_a_trace(world: World, history: History) -> None:
    answer = log_in(world.ani).post("/fleet/reports/", typed(format="csv"))
    file = log_in(world.ani).get(answer["Location"])
    assert file["Content-Disposition"] == 'attachment; filename="pantau-trips-2026-03-02-2026-03-03.csv"'
    assert len(list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))) == 6


def test_a_long_report_goes_to_the_worker(world: World, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "SMALL_ELSE", 1)
    answer = log_in(world.ani).post("/fleet/reports/", typed(format="pdf"))
    run = ReportRun.objects.get()
    assert (answer["Location"], run.state) == (f"/fleet/reports/runs/{run.pk}/", RunState.QUEUED)
    page = log_in(world.ani).get(answer["Location"]).content.decode()
    assert f'data-run="/fleet/reports/runs/{run.pk}/state/"' in page
    state = log_in(world.ani).get(f"/fleet/reports/runs/{run.pk}/state/").json()
    assert state == {"state": "queued", "progress": 0, "words": "waiting"}


def test_a_long_report_made_by_the_worker_is_read_like_a_short_one(
    world: World, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "SMALL_ELSE", 1)
    log_in(world.ani).post("/fleet/reports/", typed())
    run = ReportRun.objects.get()
    runs.perform(run.pk)
    assert "Grader" in log_in(world.ani).get(f"/fleet/reports/runs/{run.pk}/").content.decode()


def test_the_address_of_a_long_report_leads_to_the_form_and_writes_nothing(
    world: World, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "SMALL_ELSE", 1)
    answer = log_in(world.ani).get(f"/fleet/reports/view/?kind=trips&{DAYS}", follow=True)
    text = answer.content.decode()
    assert 'value="2026-03-02"' in text
    assert 'value="trips" checked' in text
    assert "This report is long." in text
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first": "2026-03-04"}, "The first day lies after the last one."),
        ({"first": "2199-01-01", "last": "2199-01-02"}, "The first day lies in the future."),
        ({"first": "2024-01-01"}, "This report may be of at most 184 days."),
        ({"first": ""}, "Say with which day it begins."),
        ({"first": "yesterday"}, "Enter a valid date."),
        ({"vehicle": ["999999"]}, "This choice does not exist, or is not yours to see."),
        ({"agency": "999999"}, "This choice does not exist, or is not yours to see."),
        ({"group": "x"}, "This choice does not exist, or is not yours to see."),
        ({"format": "gpx"}, "Trips cannot be had as GPX."),
    ],
)
def test_wrong_input_is_said_in_words_and_nothing_typed_is_lost(
    world: World, history: History, changes: dict[str, Any], words: str
) -> None:
    answer = log_in(world.ani).post("/fleet/reports/", typed(**changes))
    text = answer.content.decode()
    assert (answer.status_code, words in text) == (422, True)
    assert 'value="trips" checked' in text


def test_an_officer_cannot_choose_a_vehicle_of_another_agency(world: World, history: History) -> None:
    answer = log_in(world.budi).post("/fleet/reports/", typed(vehicle=[history.engine.pk]))
    assert answer.status_code == 422
    assert "Engine" not in log_in(world.budi).get("/fleet/reports/").content.decode()
    text = log_in(world.budi).get(f"/fleet/reports/view/?kind=trips&{DAYS}&vehicle={history.engine.pk}")
    assert (text.status_code, "Engine" in text.content.decode()) == (422, False)


@pytest.mark.parametrize(
    "query",
    ["kind=rocket&" + DAYS, "kind=trips&first=x&last=2026-03-03", DAYS, f"kind=trips&{DAYS}&colour=red",
     f"kind=trips&{DAYS}&format=gpx", f"kind=trips&{DAYS}&vehicle=0"],
)  # fmt: skip
def test_it_rejects_an_address_that_it_does_not_understand(world: World, history: History, query: str) -> None:
    assert log_in(world.ani).get(f"/fleet/reports/view/?{query}").status_code == 400


def test_a_report_is_narrowed_by_agency_and_by_group(world: World, history: History) -> None:
    group = VehicleGroup.objects.create(name="Berat")
    group.vehicles.set([history.grader, history.engine])
    of_fire = view(world.ani, f"kind=summary&{DAYS}&agency={world.fire.pk}")
    of_both = view(world.ani, f"kind=summary&{DAYS}&agency={world.fire.pk}&group={group.pk}")
    assert (">Engine" in of_fire, ">Grader" in of_fire) == (True, False)
    assert (">Engine" in of_both, ">Grader" in of_both) == (True, False)
    assert ">Grader" in view(world.ani, f"kind=summary&{DAYS}&group={group.pk}")


def test_names_are_shown_as_text_never_as_markup(world: World, history: History) -> None:
    Vehicle.objects.filter(pk=history.grader.pk).update(name="<script>alert(1)</script>")
    text = view(world.ani, f"kind=summary&{DAYS}")
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_chart_has_a_table_for_those_who_cannot_see_it(world: World, history: History) -> None:
    text = view(world.ani, f"kind=summary&{DAYS}")
    assert "<caption>Distance by day</caption>" in text
    assert '<th scope="row">2 Mar</th><td>179.0 km</td>' in text


def test_a_report_without_rows_says_what_to_do_next(world: World, history: History) -> None:
    text = view(world.ani, "kind=events&first=2025-01-01&last=2025-01-02")
    assert "Nothing to report in this period." in text
    assert "Choose other days or vehicles" in text


def test_a_long_table_is_turned_page_by_page(world: World, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fleet.reports.pages.view.ROWS", 2)
    query = f"kind=trips&{DAYS}"
    first, last = view(world.ani, query), view(world.ani, f"{query}&page=3")
    assert ("<tfoot>" in first, "<tfoot>" in last) == (False, True)
    assert "1 / 3" in first


def test_a_schedule_is_made_from_the_same_form(world: World, history: History) -> None:
    when = {"schedule": "1", "period": "last_week", "every": "week", "weekday": "0", "hour": "6", "format": "pdf"}
    form = typed(**when, recipients=[world.slamet.pk, world.budi.pk], first="", last="", day="")
    answer = log_in(world.slamet).post("/fleet/reports/", form)
    made = ReportSchedule.objects.get()
    assert answer.status_code == 302
    assert (made.period, made.every, made.weekday, made.hour, made.day) == ("last_week", "week", 0, 6, 1)
    assert set(made.recipients.all()) == {world.slamet, world.budi}
    assert made.made_until <= timezone.now()
    assert "every week, Monday, 06:00" in log_in(world.budi).get("/fleet/reports/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"period": "custom"}, "A scheduled report needs a period that moves on"),
        ({"recipients": []}, "Choose at least one recipient."),
        ({"day": "31"}, "28"),
    ],
)
def test_it_rejects_a_schedule_that_cannot_be(
    world: World, history: History, changes: dict[str, Any], words: str
) -> None:
    form = typed(schedule="1", period="last_week", every="month", day="1", recipients=[world.ani.pk])
    answer = log_in(world.ani).post("/fleet/reports/", form | changes)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not ReportSchedule.objects.exists()


def test_nobody_reads_or_stops_the_runs_of_others(world: World, history: History) -> None:
    form = runs.ask_for(world.ani, ReportKind.TRIPS, ReportFormat.CSV, Scope(), BOTH)
    for path in ("", "state/", "file/"):
        assert log_in(world.gita).get(f"/fleet/reports/runs/{form.pk}/{path}").status_code == 404
    for path in ("cancel/", "remove/"):
        assert log_in(world.gita).post(f"/fleet/reports/runs/{form.pk}/{path}").status_code == 404
    assert ReportRun.objects.get().state == RunState.QUEUED


def test_cancelling_is_one_press(world: World, history: History) -> None:
    run = runs.ask_for(world.ani, ReportKind.TRIPS, ReportFormat.CSV, Scope(), BOTH)
    log_in(world.ani).post(f"/fleet/reports/runs/{run.pk}/cancel/")
    assert ReportRun.objects.get().state == RunState.CANCELLED


def test_the_page_takes_the_same_queries_for_many_vehicles_people_and_runs(
    world: World, history: History, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        Vehicle.objects.create(name=f"V{number}", agency=world.roads)
    for _ in range(runs.MOST_OPEN):
        runs.ask_for(world.ani, ReportKind.TRIPS, ReportFormat.CSV, Scope(), BOTH)
    client = log_in(world.ani)
    with django_assert_max_num_queries(14):
        assert client.get("/fleet/reports/").status_code == 200


def test_a_report_takes_the_same_queries_for_many_vehicles(
    world: World, history: History, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        Vehicle.objects.create(name=f"V{number}", agency=world.roads)
    client = log_in(world.ani)
    with django_assert_max_num_queries(11):
        assert client.get(f"/fleet/reports/view/?kind=trips&{DAYS}").status_code == 200


def test_the_page_speaks_indonesian(world: World, history: History) -> None:
    User.objects.filter(pk=world.ani.pk).update(language="id")
    text = log_in(world.ani).get("/fleet/reports/").content.decode()
    assert "Laporan kendaraan" in text
    assert "Pemakaian di luar dinas" in text


def test_a_row_leads_to_the_vehicles_day(world: World, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    client = log_in(world.ani)
    address = f"/fleet/{Vehicle.objects.get(name='Grader').pk}/?day=2026-03-02"
    assert f'<a href="{address}">Grader</a>' in client.get(f"/fleet/reports/view/?kind=trips&{DAYS}").content.decode()
    table, heading = read(client.get(f"/fleet/reports/file/?kind=trips&format=json&{DAYS}").content)
    assert {object_id_of(row) for row in table.rows} <= set(Vehicle.objects.values_list("pk", flat=True))
    assert heading.title
