"""Runs: asked for, made, watched, cancelled, fetched, removed."""

import logging
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fleet.models import ReportRun, Vehicle
from fleet.reports import make
from fleet.reports.kinds import ReportKind
from fleet.reports.progress import Progress
from fleet.reports.queue import enqueue
from fleet.reports.scope import Scope, vehicles_in
from kit.errors import AppError
from people import audit
from people.access import Verb, require, which
from people.models import User
from reports import storage
from reports.choices import ReportFormat, RunState
from reports.errors import BadReport, NotReady, Stopped, UnknownRun, Withheld
from reports.period import Period

KEEP: Final = timedelta(days=30)
MOST_OPEN: Final = 10
"""Runs of one person that wait or are made at once."""
_BUILT: Final = 70
"""Per cent of a run until its table is complete; the file takes the rest."""

log = logging.getLogger(__name__)


def runs_of(user: User) -> QuerySet[ReportRun]:
    """The runs that this person asked for or gets from a schedule, newest first. Raises Denied."""
    require(user, Verb.FLEET_REPORT)
    return ReportRun.objects.filter(requested_by=user, expires_at__gt=timezone.now()).select_related("schedule")


def run_of(user: User, run_id: int) -> ReportRun:
    """One of them. Raises UnknownRun, also for those of others."""
    run = runs_of(user).filter(pk=run_id).first()
    if run is None:
        raise UnknownRun
    return run


def ask_for(user: User, kind: ReportKind, form: ReportFormat, scope: Scope, period: Period) -> ReportRun:
    """A run for the worker, in the language of the moment. Raises Denied and BadReport."""
    require(user, Verb.FLEET_REPORT)
    vehicles_in(user, scope)
    waiting = ReportRun.objects.filter(requested_by=user, state__in=[RunState.QUEUED, RunState.RUNNING]).count()
    if waiting >= MOST_OPEN:
        raise BadReport(_("Too many of your reports are being made. Wait until one is ready, or cancel one."))
    with transaction.atomic():
        run = new_run(user, kind, form, scope, period, language=translation.get_language() or "id")
        run.save()
        audit.record(user, "fleet.report", run, {"report": kind.value, "format": form.value, **run.parameters})
        enqueue(run.pk)
    return run


def new_run(
    user: User, kind: ReportKind, form: ReportFormat, scope: Scope, period: Period, *, language: str
) -> ReportRun:
    """A run that is not saved yet."""
    now = timezone.now()
    parameters: dict[str, Any] = scope.model_dump(exclude_defaults=True)
    parameters |= {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return ReportRun(
        kind=kind, format=form, parameters=parameters, language=language, requested_by=user, created_at=now,
        expires_at=now + KEEP,
    )  # fmt: skip


def scope_of(run: ReportRun) -> Scope:
    """Which vehicles were asked for."""
    return Scope.model_validate({key: run.parameters[key] for key in Scope.model_fields if key in run.parameters})


def period_of(run: ReportRun) -> Period:
    """Which days were asked for."""
    return Period(date.fromisoformat(run.parameters["first"]), date.fromisoformat(run.parameters["last"]))


def perform(run_id: int) -> None:
    """Make a run that waits; whoever comes second finds nothing to do. What goes wrong is said in the run."""
    claim = uuid4()
    now = timezone.now()
    waiting = ReportRun.objects.filter(pk=run_id, state=RunState.QUEUED)
    fresh = {"state": RunState.RUNNING, "claim": claim, "heartbeat": now, "progress": 0, "error": ""}
    if not waiting.update(attempts=F("attempts") + 1, **fresh):
        return
    run = ReportRun.objects.select_related("requested_by").get(pk=run_id)
    with translation.override(run.language):
        try:
            _make(run, claim)
        except Stopped:
            log.info("report %d was stopped", run_id)
        except AppError as error:
            _finish(run_id, claim, state=RunState.FAILED, error=str(error))
        except Exception:
            _finish(run_id, claim, state=RunState.FAILED, error=_("The report could not be made. Try it again."))
            raise


def _make(run: ReportRun, claim: UUID) -> None:
    kind, form = ReportKind(run.kind), ReportFormat(run.format)
    scope, period, progress = scope_of(run), period_of(run), Progress(run.pk, claim)
    require(run.requested_by, Verb.FLEET_REPORT)
    vehicles = vehicles_in(run.requested_by, scope)
    table = make.build(kind, run.requested_by, vehicles, period, progress.part(0, _BUILT))
    heading = make.heading_of(kind, scope, vehicles, period, timezone.now())
    name = f"{run.pk}-{claim.hex}.{make.suffix_of(form)}"
    with storage.new_file(name) as file:
        make.write(table, heading, form, file, progress.part(_BUILT, 100))
    size = storage.size_of(name)
    done = {"state": RunState.DONE, "file": name, "size": size, "progress": 100, "rows": len(table.rows)}
    if not _finish(run.pk, claim, vehicles=[vehicle.pk for vehicle in vehicles], **done):
        storage.remove(name)


def _finish(run_id: int, claim: UUID, **fields: Any) -> bool:
    mine = ReportRun.objects.filter(pk=run_id, claim=claim, state=RunState.RUNNING)
    return bool(mine.update(finished_at=timezone.now(), **fields))


def cancel(user: User, run_id: int) -> ReportRun:
    """Stop a run that is not over; the worker notices by itself. Raises UnknownRun."""
    run = run_of(user, run_id)
    open_still = ReportRun.objects.filter(pk=run.pk, state__in=[RunState.QUEUED, RunState.RUNNING])
    open_still.update(state=RunState.CANCELLED, finished_at=timezone.now())
    run.refresh_from_db()
    return run


def remove(user: User, run_id: int) -> None:
    """Delete a run and its file. Raises UnknownRun."""
    run = run_of(user, run_id)
    run.delete()
    storage.remove(run.file)


def with_file(user: User, run_id: int) -> ReportRun:
    """A finished run whose file can be opened. Raises UnknownRun, NotReady; Withheld when rights have shrunk since."""
    run = run_of(user, run_id)
    if run.state != RunState.DONE or not run.file or not storage.exists(run.file):
        raise NotReady
    seen = which(user, Verb.FLEET_REPORT, Vehicle.objects.filter(pk__in=run.vehicles)).count()
    if seen != len(run.vehicles):
        raise Withheld
    return run


def expire(now: datetime) -> int:
    """Remove what is too old, and files whose run is gone; returns how many runs."""
    old = list(ReportRun.objects.filter(expires_at__lte=now).values_list("pk", "file"))
    ReportRun.objects.filter(pk__in=[pk for pk, _file in old]).delete()
    for _pk, file in old:
        storage.remove(file)
    known = set(ReportRun.objects.exclude(file="").values_list("file", flat=True))
    for name in storage.forgotten(known, now - timedelta(days=1)):
        storage.remove(name)
    return len(old)
