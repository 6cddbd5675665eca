"""The life of a complaint: one table of what may follow what, who may do it, and what it needs.

Actions ask it before they write; pages ask it what to offer. No other place knows a way from one status to another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.errors import StepNotAllowed
from complaints.models.complaint import Complaint
from complaints.models.status import ENDED, Status
from people.access import Verb, may
from people.models import User


class Act(models.TextChoices):
    """The steps. The label is what a button says."""

    SUBMIT = "submit", _("Submit")
    VERIFY = "verify", _("Verify")
    REJECT = "reject", _("Reject")
    MERGE = "merge", _("Merge into another")
    ANSWER = "answer", _("Answer")
    FORWARD = "forward", _("Forward")
    ASSIGN = "assign", _("Assign")
    START = "start", _("Start work")
    FOLLOW_UP = "follow_up", _("Follow up")
    RETURN = "return", _("Not ours")
    POSTPONE = "postpone", _("Postpone")
    CLOSE = "close", _("Close")
    CONFIRM = "confirm", _("Fixed")
    REOPEN = "reopen", _("Reopen")
    ARCHIVE = "archive", _("Archive")
    CORRECT = "correct", _("Correct")
    REMOVE_PHOTO = "remove_photo", _("Remove a photo")


class Need(Enum):
    """What a step cannot do without."""

    REASON = "reason"
    INSTRUCTION = "instruction"
    AGENCY = "agency"
    ANSWER = "answer"
    OTHER_COMPLAINT = "other complaint"
    ASSIGNEE = "assignee"
    ACCOUNT = "account of the work"
    DATE = "date"
    EVIDENCE = "evidence"
    SECOND_PERSON = "second person"


@dataclass(frozen=True)
class Rule:
    """One row. ``target`` None leaves the status as it is; ``permission`` None is the reporter's alone.

    ``reporter_from`` are the statuses in which the holder of the reporter's link may take the step too.
    """

    act: Act
    sources: frozenset[Status]
    target: Status | None
    permission: Verb | None
    needs: frozenset[Need] = frozenset()
    reporter_from: frozenset[Status] = frozenset()


_TRIAGE: Final = frozenset({Status.RECEIVED, Status.VERIFIED, Status.REOPENED})
_WITH_AGENCY: Final = frozenset({Status.FORWARDED, Status.IN_PROGRESS, Status.POSTPONED, Status.REOPENED})
_REOPENED_BY_REPORTER: Final = frozenset({Status.FOLLOWED_UP, Status.ANSWERED, Status.CLOSED})
_REOPENED_BY_DESK: Final = _REOPENED_BY_REPORTER | {Status.REJECTED}
_CONFIRMED: Final = frozenset({Status.FOLLOWED_UP, Status.ANSWERED, Status.CLOSED})


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


def _needs(*needs: Need) -> frozenset[Need]:
    return frozenset(needs)


_ROWS: Final = (
    Rule(Act.SUBMIT, frozenset(), Status.RECEIVED, None),
    Rule(Act.VERIFY, _from(Status.RECEIVED, Status.REOPENED), Status.VERIFIED, Verb.COMPLAINT_VERIFY),
    Rule(Act.REJECT, _TRIAGE, Status.REJECTED, Verb.COMPLAINT_REJECT, _needs(Need.REASON)),
    Rule(Act.MERGE, _TRIAGE, Status.MERGED, Verb.COMPLAINT_MERGE, _needs(Need.OTHER_COMPLAINT)),
    Rule(Act.ANSWER, _TRIAGE, Status.ANSWERED, Verb.COMPLAINT_ANSWER, _needs(Need.ANSWER)),
    Rule(
        Act.FORWARD,
        _from(Status.VERIFIED, Status.REOPENED, Status.FORWARDED),
        Status.FORWARDED,
        Verb.COMPLAINT_ROUTE,
        _needs(Need.AGENCY, Need.INSTRUCTION),
    ),
    Rule(Act.ASSIGN, _WITH_AGENCY, None, Verb.COMPLAINT_ASSIGN, _needs(Need.ASSIGNEE)),
    Rule(
        Act.START, _from(Status.FORWARDED, Status.POSTPONED, Status.REOPENED), Status.IN_PROGRESS, Verb.COMPLAINT_START
    ),
    Rule(
        Act.FOLLOW_UP,
        _from(Status.IN_PROGRESS, Status.FOLLOWED_UP),
        Status.FOLLOWED_UP,
        Verb.COMPLAINT_FOLLOW_UP,
        _needs(Need.ACCOUNT),
    ),
    Rule(Act.RETURN, _WITH_AGENCY, Status.VERIFIED, Verb.COMPLAINT_RETURN, _needs(Need.REASON)),
    Rule(
        Act.POSTPONE,
        # From postponed again: a wrong day is corrected by another one.
        _from(Status.FORWARDED, Status.IN_PROGRESS, Status.POSTPONED),
        Status.POSTPONED,
        Verb.COMPLAINT_POSTPONE,
        _needs(Need.REASON, Need.DATE),
    ),
    Rule(
        Act.CLOSE,
        _from(Status.FOLLOWED_UP),
        Status.CLOSED,
        Verb.COMPLAINT_CLOSE,
        _needs(Need.EVIDENCE, Need.SECOND_PERSON),
    ),
    Rule(Act.CONFIRM, frozenset(), None, None, reporter_from=_CONFIRMED),
    Rule(
        Act.REOPEN,
        _REOPENED_BY_DESK,
        Status.REOPENED,
        Verb.COMPLAINT_REOPEN,
        _needs(Need.REASON),
        reporter_from=_REOPENED_BY_REPORTER,
    ),
    Rule(Act.ARCHIVE, ENDED - {Status.ARCHIVED}, Status.ARCHIVED, Verb.COMPLAINT_ARCHIVE),
    # From archived too: what a person entered can always be corrected or taken away.
    Rule(Act.CORRECT, frozenset(Status), None, Verb.COMPLAINT_CORRECT, _needs(Need.REASON)),
    Rule(Act.REMOVE_PHOTO, frozenset(Status), None, Verb.COMPLAINT_CORRECT, _needs(Need.REASON)),
)

TABLE: Final[dict[Act, Rule]] = {rule.act: rule for rule in _ROWS}


def rule_for(act: Act, status: Status, *, by_reporter: bool = False) -> Rule:
    """The row that allows ``act`` from ``status``. Raises StepNotAllowed."""
    rule = TABLE[act]
    if status not in (rule.reporter_from if by_reporter else rule.sources):
        raise StepNotAllowed
    return rule


def steps_now(user: User, complaint: Complaint) -> Iterator[Rule]:
    """The steps that ``user`` may take with ``complaint`` as it stands, in the table's order."""
    for rule in TABLE.values():
        if rule.permission and Status(complaint.status) in rule.sources and may(user, rule.permission, complaint):
            yield rule


def reporter_steps_now(status: Status) -> list[Act]:
    """What the holder of the reporter's link may say now."""
    return [rule.act for rule in TABLE.values() if status in rule.reporter_from]
