"""What all steps have in common: one transaction that checks, writes, records and announces."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise

from incidents.clock.deadlines import due_at
from incidents.errors import ChangedMeanwhile, Missing, ReportNotFound
from incidents.events import announce
from incidents.lifecycle import TABLE, Act, Rule, rule_for
from incidents.models import FieldChange, Report, Reporter, Status, Transition
from incidents.models.status import ENDED
from people import audit
from people.access import Denied, Verb, require, which
from people.models import User


@dataclass
class Step:
    """A step being taken: the locked report, and what the caller adds to its record.

    ``changes`` are the fields that a correction changed, each with its values before and after, as `FieldChange`.
    """

    report: Report
    note: str = ""
    public_note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@contextmanager
def step(act: Act, code: str, user: User, version: int | None = None) -> Iterator[Step]:
    """Take ``act`` with the report ``code``; the body changes ``step.report`` and its notes, the rest is done here.

    Raises ReportNotFound (no such report, or not visible to the user), Denied, StepNotAllowed, and ChangedMeanwhile
    when ``version`` is given and no longer the report's.
    """
    permission = TABLE[act].permission
    if permission is None:
        raise Denied
    with transaction.atomic():
        report = _locked(which(user, Verb.REPORT_VIEW, Report.objects.all()), code)
        require(user, permission, report)
        if version is not None and version != report.version:
            raise ChangedMeanwhile
        with _recorded(act, rule_for(act, Status(report.status)), report, user) as taken:
            yield taken


@contextmanager
def reporter_step(act: Act, code: str, secret: str) -> Iterator[Step]:
    """As `step`, for the holder of the reporter's own link. Raises ReportNotFound for a wrong secret."""
    with transaction.atomic():
        report = _locked(Report.objects.all(), code)
        if not holds_link(report, secret):
            raise ReportNotFound
        rule = rule_for(act, Status(report.status), by_reporter=True)
        with _recorded(act, rule, report, None) as taken:
            taken.detail["by"] = "reporter"
            yield taken


def record_receipt(report: Report, user: User | None) -> None:
    """The first step of a report that was just saved: its Transition, audit entry and event."""
    _write(Act.SUBMIT, Step(report, detail={"channel": report.channel}), user, from_status="")
    announce(report)


def holds_link(report: Report, secret: str) -> bool:
    """Whether ``secret`` is that of the report's own reporter."""
    known = Reporter.objects.filter(report=report).values_list("secret", flat=True).first()
    return bool(known) and constant_time_compare(str(known), secret)


def required(text: str, name: str, message: str | Promise) -> str:
    """``text`` without blanks around it. Raises Missing for the field ``name`` when nothing is left."""
    stripped = text.strip()
    if not stripped:
        raise Missing(message, field=name)
    return stripped


def _locked(reports: QuerySet[Report], code: str) -> Report:
    # A step needs the area's code; its outline may have a hundred thousand points.
    locked = reports.select_for_update(of=("self",)).select_related("category", "agency", "area")
    report = locked.defer("area__geometry").filter(tracking_code=code).first()
    if report is None:
        raise ReportNotFound
    return report


@contextmanager
def _recorded(act: Act, rule: Rule, report: Report, user: User | None) -> Iterator[Step]:
    from_status, from_agency_id = report.status, report.agency_id
    taken = Step(report)
    yield taken
    now = timezone.now()
    if rule.target is not None:
        _arrive(report, rule.target, from_status)
        report.due_at = due_at(report, now)
    report.updated_at = now
    report.version += 1
    report.save()
    _write(act, taken, user, from_status, from_agency_id)
    announce(report, left_agency_id=from_agency_id)


def _arrive(report: Report, target: Status, from_status: str) -> None:
    report.status = target
    if target not in ENDED:
        report.ended_at = None
        report.on_wall = True
    elif from_status not in ENDED:
        report.ended_at = timezone.now()


def _write(act: Act, taken: Step, user: User | None, from_status: str, from_agency_id: int | None = None) -> None:
    report = taken.report
    transition = Transition.objects.create(
        report=report,
        verb=act,
        from_status=from_status,
        to_status=report.status,
        actor=user,
        agency_id=report.agency_id or from_agency_id,
        note=taken.note,
        public_note=taken.public_note,
        at=report.updated_at,
    )
    FieldChange.objects.bulk_create(
        FieldChange(transition=transition, field=name, before=before, after=after)
        for name, (before, after) in taken.changes.items()
    )
    audit.record(user, f"report.{act.value}", report, {"from": from_status, "to": report.status, **taken.detail})
