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

from complaints.clock.deadlines import due_at
from complaints.errors import ChangedMeanwhile, ComplaintNotFound, Missing
from complaints.events import announce
from complaints.lifecycle import TABLE, Act, Rule, rule_for
from complaints.models import Complaint, FieldChange, Reporter, Status, Transition
from complaints.models.status import ENDED
from people import agency_moves, audit
from people.access import Denied, Verb, require, which
from people.models import User


@dataclass
class Step:
    """A step being taken: the locked complaint, and what the caller adds to its record.

    ``changes`` are the fields that a correction changed, each with its values before and after, as `FieldChange`.
    """

    complaint: Complaint
    note: str = ""
    public_note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@contextmanager
def step(act: Act, code: str, user: User, version: int | None = None) -> Iterator[Step]:
    """Take ``act`` with the complaint ``code``; the body changes ``step.complaint`` and its notes; this does the rest.

    Raises ComplaintNotFound (no such complaint, or not visible to the user), Denied, StepNotAllowed, and
    ChangedMeanwhile when ``version`` is given and no longer the complaint's.
    """
    permission = TABLE[act].permission
    if permission is None:
        raise Denied
    with transaction.atomic():
        complaint = _locked(which(user, Verb.COMPLAINT_VIEW, Complaint.objects.all()), code)
        require(user, permission, complaint)
        if version is not None and version != complaint.version:
            raise ChangedMeanwhile
        with _recorded(act, rule_for(act, Status(complaint.status)), complaint, user) as taken:
            yield taken


@contextmanager
def reporter_step(act: Act, code: str, secret: str) -> Iterator[Step]:
    """As `step`, for the holder of the reporter's own link. Raises ComplaintNotFound for a wrong secret."""
    with transaction.atomic():
        complaint = _locked(Complaint.objects.all(), code)
        if not holds_link(complaint, secret):
            raise ComplaintNotFound
        rule = rule_for(act, Status(complaint.status), by_reporter=True)
        with _recorded(act, rule, complaint, None) as taken:
            taken.detail["by"] = "reporter"
            yield taken


def record_receipt(complaint: Complaint, user: User | None) -> None:
    """The first step of a complaint that was just saved: its Transition, audit entry and event."""
    _write(Act.SUBMIT, Step(complaint, detail={"channel": complaint.channel}), user, from_status="")
    announce(complaint)


def holds_link(complaint: Complaint, secret: str) -> bool:
    """Whether ``secret`` is that of the complaint's own reporter."""
    known = Reporter.objects.filter(complaint=complaint).values_list("secret", flat=True).first()
    return bool(known) and constant_time_compare(str(known), secret)


def required(text: str, name: str, message: str | Promise) -> str:
    """``text`` without blanks around it. Raises Missing for the field ``name`` when nothing is left."""
    stripped = text.strip()
    if not stripped:
        raise Missing(message, field=name)
    return stripped


def _locked(complaints: QuerySet[Complaint], code: str) -> Complaint:
    # A step needs the area's code; its outline may have a hundred thousand points.
    locked = complaints.select_for_update(of=("self",)).select_related("category", "agency", "area")
    complaint = locked.defer("area__geometry").filter(tracking_code=code).first()
    if complaint is None:
        raise ComplaintNotFound
    return complaint


@contextmanager
def _recorded(act: Act, rule: Rule, complaint: Complaint, user: User | None) -> Iterator[Step]:
    from_status, from_agency_id = complaint.status, complaint.agency_id
    taken = Step(complaint)
    yield taken
    now = timezone.now()
    if rule.target is not None:
        _arrive(complaint, rule.target, from_status)
        complaint.due_at = due_at(complaint, now)
    complaint.updated_at = now
    complaint.version += 1
    complaint.save()
    _write(act, taken, user, from_status, from_agency_id)
    announce(complaint, left_agency_id=from_agency_id)
    agency_moves.tell(complaint, from_agency_id)


def _arrive(complaint: Complaint, target: Status, from_status: str) -> None:
    complaint.status = target
    if target not in ENDED:
        complaint.ended_at = None
        complaint.on_wall = True
    elif from_status not in ENDED:
        complaint.ended_at = timezone.now()


def _write(act: Act, taken: Step, user: User | None, from_status: str, from_agency_id: int | None = None) -> None:
    complaint = taken.complaint
    transition = Transition.objects.create(
        complaint=complaint,
        verb=act,
        from_status=from_status,
        to_status=complaint.status,
        actor=user,
        agency_id=complaint.agency_id or from_agency_id,
        note=taken.note,
        public_note=taken.public_note,
        at=complaint.updated_at,
    )
    FieldChange.objects.bulk_create(
        FieldChange(transition=transition, field=name, before=before, after=after)
        for name, (before, after) in taken.changes.items()
    )
    audit.record(
        user, f"complaint.{act.value}", complaint, {"from": from_status, "to": complaint.status, **taken.detail}
    )
