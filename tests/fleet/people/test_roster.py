"""The roster: planned, followed by the worker, taken over from a spreadsheet."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fleet.drivers import assignment
from fleet.drivers.actions.assign_driver import assign_driver
from fleet.drivers.actions.follow_roster import follow_roster
from fleet.drivers.actions.import_roster import import_roster, preview_roster
from fleet.drivers.actions.plan_duty import Duty, cancel_duty, plan_duty
from fleet.errors import DutyOverlaps
from fleet.models import AssignmentSource, Driver, DriverAssignment, RosterEntry, Vehicle
from kit.errors import BadInput
from people.access import Denied
from tests.fleet.people.conftest import browser_of
from tests.world import World

HOUR = timedelta(hours=1)


@pytest.fixture
def soon() -> datetime:
    """A start that has not come yet."""
    return timezone.now() + HOUR


def plan(world: World, vehicle: Vehicle, driver: Driver, start: datetime, length: timedelta = 8 * HOUR) -> RosterEntry:
    """A duty planned by the supervisor."""
    return plan_duty(world.slamet, Duty(vehicle, driver, start, start + length, "Patrol"))


def spans(vehicle: Vehicle) -> list[tuple[str, datetime, datetime | None]]:
    """Who had the vehicle, in order."""
    rows = DriverAssignment.objects.filter(vehicle=vehicle).order_by("valid_from")
    return [(row.driver.name, row.valid_from, row.valid_to) for row in rows.select_related("driver")]


def test_a_duty_begins_and_ends_by_itself(world: World, bus: Vehicle, rudi: Driver, soon: datetime) -> None:
    plan(world, bus, rudi, soon)
    assert follow_roster(soon - HOUR / 2) == (0, 0)
    assert follow_roster(soon + HOUR) == (1, 0)
    now = assignment.driver_of(bus)
    assert now is not None
    assert (now.driver, now.source, now.duty) == (rudi, AssignmentSource.ROSTER, "Patrol")
    assert follow_roster(soon + 9 * HOUR) == (0, 1)
    assert spans(bus) == [("Rudi Tarigan", soon, soon + 8 * HOUR)]


def test_running_it_again_changes_nothing(world: World, bus: Vehicle, rudi: Driver, soon: datetime) -> None:
    plan(world, bus, rudi, soon)
    for moment in (soon, soon, soon + 8 * HOUR, soon + 8 * HOUR, soon + 20 * HOUR):
        follow_roster(moment)
    assert spans(bus) == [("Rudi Tarigan", soon, soon + 8 * HOUR)]


def test_a_worker_that_was_away_makes_up_for_it(
    world: World, bus: Vehicle, rudi: Driver, tono: Driver, soon: datetime
) -> None:
    plan(world, bus, rudi, soon)
    plan(world, bus, tono, soon + 8 * HOUR)
    follow_roster(soon + 100 * HOUR)
    assert spans(bus) == [
        ("Rudi Tarigan", soon, soon + 8 * HOUR),
        ("Tono Ginting", soon + 8 * HOUR, soon + 16 * HOUR),
    ]


def test_shifts_follow_each_other_without_a_hole(
    world: World, bus: Vehicle, rudi: Driver, tono: Driver, soon: datetime
) -> None:
    plan(world, bus, rudi, soon)
    plan(world, bus, tono, soon + 8 * HOUR)
    follow_roster(soon)
    follow_roster(soon + 8 * HOUR + timedelta(seconds=40))
    assert [row[0:2] for row in spans(bus)] == [("Rudi Tarigan", soon), ("Tono Ginting", soon + 8 * HOUR)]


def test_the_start_of_a_duty_ends_what_was_before(
    world: World, bus: Vehicle, rudi: Driver, tono: Driver, soon: datetime
) -> None:
    assign_driver(world.ani, bus, tono)
    plan(world, bus, rudi, soon)
    follow_roster(soon + HOUR)
    assert spans(bus)[0][2] == soon
    assert spans(bus)[1][0] == "Rudi Tarigan"


def test_what_a_person_said_after_the_start_counts_more(
    world: World, bus: Vehicle, rudi: Driver, tono: Driver, soon: datetime
) -> None:
    plan(world, bus, rudi, soon)
    at = soon + 2 * HOUR
    DriverAssignment.objects.create(vehicle=bus, driver=tono, valid_from=at, source=AssignmentSource.QR)
    follow_roster(soon + 3 * HOUR)
    follow_roster(soon + 9 * HOUR)
    assert spans(bus) == [("Rudi Tarigan", soon, at), ("Tono Ginting", at, None)]


def test_a_driver_relieved_on_duty_is_not_put_back(
    world: World, bus: Vehicle, rudi: Driver, tono: Driver, soon: datetime
) -> None:
    plan(world, bus, rudi, timezone.now() - HOUR, 8 * HOUR)
    follow_roster(timezone.now())
    assign_driver(world.ani, bus, tono)
    follow_roster(timezone.now() + HOUR)
    now = assignment.driver_of(bus)
    assert now is not None
    assert now.driver == tono


def test_a_cancelled_duty_ends_at_once(world: World, bus: Vehicle, rudi: Driver) -> None:
    entry = plan(world, bus, rudi, timezone.now() - HOUR)
    follow_roster(timezone.now())
    cancel_duty(world.slamet, entry.pk)
    assert assignment.driver_of(bus) is None
    assert not RosterEntry.objects.exists()


@pytest.mark.parametrize("which", ["vehicle", "driver"])
def test_it_rejects_two_duties_at_one_time(
    world: World, bus: Vehicle, engine: Vehicle, rudi: Driver, tono: Driver, soon: datetime, which: str
) -> None:
    plan(world, bus, rudi, soon)
    other = (bus, tono) if which == "vehicle" else (engine, rudi)
    with pytest.raises(DutyOverlaps):
        plan(world, *other, soon + HOUR)


def test_it_rejects_a_duty_that_is_over(world: World, bus: Vehicle, rudi: Driver) -> None:
    with pytest.raises(BadInput):
        plan(world, bus, rudi, timezone.now() - 20 * HOUR)


def test_an_operator_does_not_write_the_roster(world: World, bus: Vehicle, rudi: Driver, soon: datetime) -> None:
    with pytest.raises(Denied):
        plan_duty(world.ani, Duty(bus, rudi, soon, soon + HOUR))


def day(ahead: int) -> date:
    return timezone.localdate() + timedelta(days=ahead)


def test_the_list_of_a_spreadsheet_is_planned(world: World, bus: Vehicle, rudi: Driver) -> None:
    text = f"Tanggal;Mulai;Selesai;Kendaraan;Pengemudi;Tugas\n{day(1):%d/%m/%Y};22.00;06.00;bb1001a;rudi tarigan;Malam"
    count, left = import_roster(world.slamet, text)
    entry = RosterEntry.objects.get()
    assert (count, left, entry.vehicle, entry.driver, entry.duty) == (1, [], bus, rudi, "Malam")
    assert timezone.localtime(entry.start) == datetime.combine(
        day(1), datetime.min.time().replace(hour=22), timezone.get_current_timezone()
    )
    assert entry.end - entry.start == 8 * HOUR


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("32/01/2027,07:30,16:00,BB 1001 A,SIM-1", "is no date"),
        ("DAY,7,16:00,BB 1001 A,SIM-1", "is no time of the day"),
        ("DAY,07:30,16:00,BB 9999 Z,SIM-1", "No vehicle is called"),
        ("DAY,07:30,16:00,BB 1001 A,Joko", "No driver is called"),
        ("DAY,07:30,16:00,BB 1001 A", "5 or 6 parts"),
        ("2020-01-01,07:30,16:00,BB 1001 A,SIM-1", "over already"),
    ],
)
def test_it_says_of_each_bad_line_what_is_wrong(
    world: World, bus: Vehicle, rudi: Driver, line: str, why: str, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    (read,) = preview_roster(world.slamet, line.replace("DAY", day(1).isoformat()))
    assert any(why in problem for problem in read.problems)


def test_lines_that_clash_with_the_plan_or_each_other_are_left_out(
    world: World, bus: Vehicle, rudi: Driver, tono: Driver, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    good = f"{day(1)},07:30,16:00,Bus 1,Rudi Tarigan"
    import_roster(world.slamet, good)
    clash = f"{day(1)},15:00,17:00,Bus 1,Tono Ginting"
    fresh = f"{day(2)},07:30,16:00,Bus 1,Tono Ginting"
    count, left = import_roster(world.slamet, "\n".join([good, clash, fresh, fresh]))
    assert count == 1
    assert [line.problems[0].split()[0] for line in left] == ["It", "Rudi", "It"]
    assert RosterEntry.objects.count() == 2


def test_the_page_shows_then_writes_and_keeps_the_bad_lines(world: World, bus: Vehicle, rudi: Driver) -> None:
    client = browser_of(world.slamet)
    text = f"{day(1)},07:30,16:00,Bus 1,Rudi Tarigan\n{day(1)},07:30,16:00,Bus 9,Nobody"
    shown = client.post("/fleet/roster/import/", {"lines": text}).content.decode()
    assert not RosterEntry.objects.exists()
    assert "Import 1 line" in shown
    after = client.post("/fleet/roster/import/", {"lines": text, "confirm": "1"}).content.decode()
    assert RosterEntry.objects.count() == 1
    kept = after.split("<textarea")[1].split("</textarea>")[0]
    assert "Bus 9" in kept
    assert "Bus 1," not in kept


def test_the_week_shows_the_duty_on_its_day(world: World, bus: Vehicle, rudi: Driver) -> None:
    start = datetime(2030, 1, 8, 1, tzinfo=UTC)
    plan(world, bus, rudi, start)
    assert "Rudi Tarigan" in browser_of(world.ani).get("/fleet/roster/?week=2030-01-10").content.decode()
    assert "Rudi Tarigan" not in browser_of(world.citra).get("/fleet/roster/?week=2030-01-10").content.decode()
    assert browser_of(world.ani).get("/fleet/roster/?week=never").status_code == 400


def test_a_duty_is_planned_on_the_page(world: World, bus: Vehicle, rudi: Driver) -> None:
    fields = {"vehicle": bus.pk, "driver": rudi.pk, "day": day(3), "start": "22:00", "end": "06:00"}
    client = browser_of(world.slamet)
    assert client.post("/fleet/roster/", fields).status_code == 302
    entry = RosterEntry.objects.get()
    assert entry.end - entry.start == 8 * HOUR
    refused = client.post("/fleet/roster/", fields)
    assert refused.status_code == 422
    assert "It clashes with" in refused.content.decode()
    client.post(f"/fleet/roster/{entry.pk}/cancel/", {"week": day(3).isoformat()})
    assert not RosterEntry.objects.exists()


def test_a_clash_says_which_duty_is_in_the_way(world: World, bus: Vehicle, rudi: Driver, tono: Driver) -> None:
    start = timezone.now() + timedelta(days=1)
    plan_duty(world.slamet, Duty(bus, rudi, start, start + HOUR))
    with pytest.raises(DutyOverlaps, match=r"Rudi Tarigan.*Bus 1"):
        plan_duty(world.slamet, Duty(bus, tono, start, start + HOUR))


def test_a_cancelled_duty_comes_back_at_one_press(world: World, bus: Vehicle, rudi: Driver) -> None:
    start = (timezone.localtime() + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    entry = plan_duty(world.slamet, Duty(bus, rudi, start, start + HOUR, "school run"))
    client = browser_of(world.slamet)
    shown = client.post(f"/fleet/roster/{entry.pk}/cancel/", {"week": f"{start:%Y-%m-%d}"}, follow=True)
    assert not RosterEntry.objects.exists()
    assert "Undo" in shown.content.decode()
    undo = {"vehicle": bus.pk, "driver": rudi.pk, "day": f"{start:%Y-%m-%d}", "start": "08:00", "end": "09:00"}
    for name, value in undo.items():
        assert f'name="{name}" value="{value}"' in shown.content.decode()
    client.post("/fleet/roster/", {**undo, "text": "school run"})
    back = RosterEntry.objects.get()
    assert (back.start, back.end, back.duty) == (entry.start, entry.end, "school run")
    assert "Undo" not in client.get("/fleet/roster/").content.decode()
