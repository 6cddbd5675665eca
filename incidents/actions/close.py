"""Close: the centre has seen the evidence and is satisfied."""

from incidents.actions.step import step
from incidents.errors import EvidenceMissing, SecondPersonNeeded
from incidents.lifecycle import Act
from incidents.models import Report, ReportClass, Status, Transition
from people.models import User


def close(code: str, user: User, *, note: str = "", version: int | None = None) -> Report:
    """End the report as settled; ``note`` is public. Raises EvidenceMissing, SecondPersonNeeded, and as `step`."""
    with step(Act.CLOSE, code, user, version) as taken:
        check_evidence(taken.report)
        check_person(taken.report, user)
        taken.public_note = note.strip()
    return taken.report


def check_evidence(report: Report) -> None:
    """A complaint needs a photo of the work since it was last reopened; for other classes the account is enough."""
    if report.report_class != ReportClass.COMPLAINT:
        return
    reopened = report.transitions.filter(to_status=Status.REOPENED).order_by("-id").first()
    accounts = report.follow_ups.filter(photos__isnull=False)
    if reopened is not None:
        accounts = accounts.filter(created_at__gt=reopened.at)
    if not accounts.exists():
        raise EvidenceMissing


def check_person(report: Report, user: User) -> None:
    """Nobody closes what they followed up; where the category asks for it, nor what they verified or forwarded."""
    involved = {Act.FOLLOW_UP}
    if report.category.needs_second_person:
        involved |= {Act.VERIFY, Act.FORWARD}
    if Transition.objects.filter(report=report, actor=user, verb__in=involved).exists():
        raise SecondPersonNeeded
