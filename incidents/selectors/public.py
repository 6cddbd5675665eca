"""What everybody may know."""

from dataclasses import dataclass
from datetime import datetime

from incidents.actions.step import holds_link
from incidents.errors import ReportNotFound
from incidents.lifecycle import Act, reporter_steps_now
from incidents.models import Category, Photo, PublicFigures, Report, Status
from incidents.models.status import ENDED
from incidents.tracking import BadCode, parse_code

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
class PublicReport:
    """A report as its status page shows it. ``own``: the reader holds the reporter's link.

    Of a confidential report only the way it goes is shown to others: ``title`` and ``place`` are empty, there are no
    photos and no texts.
    """

    report: Report
    own: bool
    title: str
    place: str
    agency: str | None
    steps: list[PublicStep]
    photos: list[Photo]
    may_say: list[Act]


def public_report(code: str, secret: str = "") -> PublicReport:
    """The public face of the report ``code``, as typed by a person. Raises ReportNotFound."""
    report = _find(code)
    own = bool(secret) and holds_link(report, secret)
    shown = own or not report.confidential
    return PublicReport(
        report=report,
        own=own,
        title=report.title if shown else "",
        place=report.place if shown else "",
        agency=report.agency.local_name if report.agency else None,
        steps=_steps(report, shown),
        photos=list(report.photos.filter(follow_up__isnull=True)) if shown else [],
        may_say=_may_say(report) if own else [],
    )


def figures() -> PublicFigures | None:
    """The centre's work in numbers as the worker counted it last, one row; None before it has counted."""
    return PublicFigures.objects.first()


def open_categories() -> list[Category]:
    """The categories that a citizen may choose."""
    return list(Category.objects.filter(active=True))


def _find(text: str) -> Report:
    try:
        code = parse_code(text)
    except BadCode:
        raise ReportNotFound from None
    report = Report.objects.select_related("category", "agency", "merged_into").filter(tracking_code=code).first()
    if report is None:
        raise ReportNotFound
    return report


def _steps(report: Report, shown: bool) -> list[PublicStep]:
    accounts = list(report.follow_ups.prefetch_related("photos")) if shown else []
    steps = []
    for row in report.transitions.select_related("agency"):
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


def _may_say(report: Report) -> list[Act]:
    said = reporter_steps_now(Status(report.status))
    return [act for act in said if act != Act.CONFIRM or report.confirmed_at is None]


def is_ended(report: Report) -> bool:
    """Whether nothing is awaited any more."""
    return Status(report.status) in ENDED
