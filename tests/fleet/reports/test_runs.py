"""Reports that the worker makes: progress, cancelling, crashes, files, expiry."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from fleet.models import ReportRun, Vehicle
from fleet.reports import make, progress, rescue, runs
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope
from people.models import AuditEntry, User
from reports import storage
from reports.choices import ReportFormat, RunState
from reports.errors import BadReport, NotReady, UnknownRun, Withheld
from reports.period import Period
from tests.fleet.reports.history import MONDAY, TUESDAY, History, write
from tests.world import World

BOTH = Period(MONDAY, TUESDAY)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def every_share_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_S", 0.0)


@pytest.fixture
def history(world: World) -> History:
    return write(world)


def asked(user: User, form: ReportFormat = ReportFormat.CSV, kind: ReportKind = ReportKind.TRIPS) -> ReportRun:
    return runs.ask_for(user, kind, form, Scope(), BOTH)


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_asking_leaves_a_waiting_run_its_job_and_a_trace(world: World, history: History) -> None:
    run = asked(world.ani)
    assert ProcrastinateJob.objects.get(task_name="fleet.make_report").args == {"run_id": run.pk}
    assert (run.state, AuditEntry.objects.get(action="fleet.report").actor) == (RunState.QUEUED, world.ani)


def test_a_run_is_made_with_the_rights_and_language_of_who_asked(world: World, history: History) -> None:
    with translation.override("id"):
        run = asked(world.budi)
    runs.perform(run.pk)
    run.refresh_from_db()
    with storage.open_file(run.file) as file:
        content = file.read().decode("utf-8-sig")
    assert (run.state, run.progress, run.rows) == (RunState.DONE, 100, 4)
    assert content.startswith('"Kendaraan",')
    assert "Engine" not in content


def test_the_second_worker_finds_nothing_to_do(world: World, history: History) -> None:
    run = asked(world.ani)
    runs.perform(run.pk)
    before = ReportRun.objects.get(pk=run.pk)
    runs.perform(run.pk)
    assert ReportRun.objects.get(pk=run.pk).claim == before.claim


def test_progress_is_written_while_the_run_is_made(
    world: World, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = _watch(monkeypatch)
    monkeypatch.setattr("fleet.reports.ask.CHUNK", 1)
    run = runs.ask_for(world.ani, ReportKind.ROUTE, ReportFormat.CSV, Scope(), BOTH)
    runs.perform(run.pk)
    assert seen == sorted(seen)
    assert len(set(seen)) >= 4
    assert max(seen) <= 99


def test_a_cancelled_run_stops_and_leaves_no_file(
    world: World, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(world.ani)

    def cancel_then_build(*arguments: Any) -> Any:
        runs.cancel(world.ani, run.pk)
        return real(*arguments)

    real = make.build
    monkeypatch.setattr(make, "build", cancel_then_build)
    runs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, storage.names()) == (RunState.CANCELLED, [])


def test_a_run_whose_worker_died_is_made_again_and_the_dead_one_cannot_write(world: World, history: History) -> None:
    run = asked(world.ani)
    dead = _die(run, attempts=1)
    assert rescue.rescue(timezone.now()) == [run.pk]
    runs.perform(run.pk)
    done = ReportRun.objects.get(pk=run.pk)
    assert (done.state, done.attempts) == (RunState.DONE, 2)
    assert not runs._finish(run.pk, dead, state=RunState.FAILED)


def test_a_run_that_kills_its_worker_again_and_again_fails_in_words(world: World, history: History) -> None:
    run = asked(world.ani)
    _die(run, attempts=3)
    assert rescue.rescue(timezone.now()) == []
    run.refresh_from_db()
    assert (run.state, "stopped 3 times" in run.error) == (RunState.FAILED, True)


def test_a_run_that_lives_is_not_taken_away(world: World, history: History) -> None:
    run = asked(world.ani)
    alive = {"state": RunState.RUNNING, "heartbeat": timezone.now(), "attempts": 1, "claim": uuid.uuid4()}
    ReportRun.objects.filter(pk=run.pk).update(**alive)
    assert rescue.rescue(timezone.now()) == []


def test_a_run_whose_job_was_lost_gets_another(world: World, history: History) -> None:
    run = asked(world.ani)
    assert rescue.rescue(timezone.now()) == []
    assert rescue.rescue(timezone.now() + timedelta(minutes=5)) == [run.pk]


def test_what_cannot_be_made_says_why(world: World, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fleet.reports.ask.MOST_ROWS", 1)
    run = asked(world.ani)
    runs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error[:35]) == (RunState.FAILED, "This report would have too many row")


def test_a_fault_of_the_product_is_said_and_stays_known(
    world: World, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(make, "build", broken)
    run = asked(world.ani)
    with pytest.raises(RuntimeError):
        runs.perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, "The report could not be made. Try it again.")


def test_only_who_asked_gets_the_file(world: World, history: History) -> None:
    run = asked(world.ani)
    runs.perform(run.pk)
    assert runs.with_file(world.ani, run.pk).file
    for stranger in (world.slamet, world.gita, world.budi):
        with pytest.raises(UnknownRun):
            runs.with_file(stranger, run.pk)


def test_a_file_is_withheld_from_who_may_not_see_its_vehicles_any_more(world: World, history: History) -> None:
    run = asked(world.budi)
    runs.perform(run.pk)
    Vehicle.objects.filter(pk=history.grader.pk).update(agency=world.fire)
    with pytest.raises(Withheld):
        runs.with_file(world.budi, run.pk)
    assert log_in(world.budi).get(f"/fleet/reports/runs/{run.pk}/file/").status_code == 403


def test_a_table_on_screen_is_withheld_like_a_file(world: World, history: History) -> None:
    run = asked(world.budi, ReportFormat.SCREEN)
    runs.perform(run.pk)
    assert "Grader" in log_in(world.budi).get(f"/fleet/reports/runs/{run.pk}/").content.decode()
    Vehicle.objects.filter(pk=history.grader.pk).update(agency=world.fire)
    assert log_in(world.budi).get(f"/fleet/reports/runs/{run.pk}/").status_code == 403


def test_a_run_without_its_file_says_so(world: World, history: History) -> None:
    run = asked(world.ani)
    with pytest.raises(NotReady):
        runs.with_file(world.ani, run.pk)


def test_old_files_and_forgotten_ones_are_removed(world: World, history: History) -> None:
    old, kept = asked(world.ani), asked(world.ani)
    for run in (old, kept):
        runs.perform(run.pk)
    with storage.new_file("forgotten.csv") as file:
        file.write(b"x")
    photo = default_storage.save("reports/ab/photo.jpg", ContentFile(b"x"))
    ReportRun.objects.filter(pk=kept.pk).update(expires_at=timezone.now() + timedelta(days=90))
    assert runs.expire(timezone.now() + timedelta(days=31)) == 1
    kept.refresh_from_db()
    assert storage.names() == [kept.file]
    assert default_storage.exists(photo)


def test_removing_a_run_removes_its_file(world: World, history: History) -> None:
    run = asked(world.ani)
    runs.perform(run.pk)
    log_in(world.ani).post(f"/fleet/reports/runs/{run.pk}/remove/")
    assert (ReportRun.objects.count(), storage.names()) == (0, [])


def test_one_person_cannot_fill_the_queue(world: World, history: History) -> None:
    for _ in range(runs.MOST_OPEN):
        asked(world.ani)
    with pytest.raises(BadReport):
        asked(world.ani)


def _watch(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the row says after each word of progress."""
    seen: list[int] = []
    real: Callable[..., None] = progress.Progress.__call__

    def look(self: progress.Progress, share: float) -> None:
        real(self, share)
        seen.append(ReportRun.objects.get(pk=self._run_id).progress)

    monkeypatch.setattr(progress.Progress, "__call__", look)
    return seen


def _die(run: ReportRun, *, attempts: int) -> uuid.UUID:
    """Leave the run as a worker that was killed leaves it."""
    claim = uuid.uuid4()
    quiet = timezone.now() - timedelta(hours=1)
    left = {"state": RunState.RUNNING, "claim": claim, "heartbeat": quiet, "attempts": attempts, "progress": 40}
    ReportRun.objects.filter(pk=run.pk).update(**left)
    return claim
