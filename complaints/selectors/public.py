"""What everybody may know."""

from dataclasses import dataclass
from datetime import datetime

from complaints.actions.step import holds_link
from complaints.errors import ComplaintNotFound
from complaints.lifecycle import Act, reporter_steps_now
from complaints.models import Category, Complaint, Photo, PublicFigures, Status
from complaints.models.status import ENDED
from complaints.tracking import BadCode, parse_code

_INTERNAL = frozenset({Act.ASSIGN, Act.CORRECT, Act.REMOVE_PHOTO})
"""Steps that concern the centre and the agency alone."""


@dataclass(frozen=True)
class PublicStep:
    """One line of the public timeline. ``agency`` is the name of the agency concerned, if any."""

    verb: str
    to_status: Status
    at: datetime
    text: str
    agency: str | None
    by_reporter: bool
    photos: list[Photo]


@dataclass(frozen=True)
class PublicComplaint:
    """A complaint as its status page shows it. ``own``: the reader holds the reporter's link.

    Of a confidential complaint only the way it goes is shown to others: ``title`` and ``place`` are empty, there are no
    photos and no texts.
    """

    complaint: Complaint
    own: bool
    title: str
    place: str
    agency: str | None
    steps: list[PublicStep]
    photos: list[Photo]
    may_say: list[Act]


def public_complaint(code: str, secret: str = "") -> PublicComplaint:
    """The public face of the complaint ``code``, as typed by a person. Raises ComplaintNotFound."""
    complaint = _find(code)
    own = bool(secret) and holds_link(complaint, secret)
    shown = own or not complaint.confidential
    return PublicComplaint(
        complaint=complaint,
        own=own,
        title=complaint.title if shown else "",
        place=complaint.place if shown else "",
        agency=complaint.agency.local_name if complaint.agency else None,
        steps=_steps(complaint, shown),
        photos=list(complaint.photos.filter(follow_up__isnull=True)) if shown else [],
        may_say=_may_say(complaint) if own else [],
    )


def figures() -> PublicFigures | None:
    """The centre's work in numbers as the worker counted it last, one row; None before it has counted."""
    return PublicFigures.objects.first()


def open_categories() -> list[Category]:
    """The categories that a citizen may choose."""
    return list(Category.objects.filter(active=True))


def _find(text: str) -> Complaint:
    try:
        code = parse_code(text)
    except BadCode:
        raise ComplaintNotFound from None
    complaint = Complaint.objects.select_related("category", "agency", "merged_into").filter(tracking_code=code).first()
    if complaint is None:
        raise ComplaintNotFound
    return complaint


def _steps(complaint: Complaint, shown: bool) -> list[PublicStep]:
    accounts = list(complaint.follow_ups.prefetch_related("photos")) if shown else []
    steps = []
    for row in complaint.transitions.select_related("agency"):
        if row.verb in _INTERNAL:
            continue
        evidence = accounts.pop(0).photos.all() if row.verb == Act.FOLLOW_UP and accounts else []
        steps.append(
            PublicStep(
                verb=row.verb,
                to_status=Status(row.to_status),
                at=row.at,
                text=row.public_note if shown else "",
                agency=row.agency.local_name if row.agency else None,
                by_reporter=row.actor_id is None and row.verb != Act.SUBMIT,
                photos=list(evidence),
            )
        )
    return steps


def _may_say(complaint: Complaint) -> list[Act]:
    said = reporter_steps_now(Status(complaint.status))
    return [act for act in said if act != Act.CONFIRM or complaint.confirmed_at is None]


def is_ended(complaint: Complaint) -> bool:
    """Whether nothing is awaited any more."""
    return Status(complaint.status) in ENDED
