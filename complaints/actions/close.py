"""Close: the centre has seen the evidence and is satisfied."""

from complaints.actions.step import step
from complaints.errors import EvidenceMissing, SecondPersonNeeded
from complaints.lifecycle import Act
from complaints.models import Complaint, ComplaintClass, Status, Transition
from people.models import User


def close(code: str, user: User, *, note: str = "", version: int | None = None) -> Complaint:
    """End the complaint as settled; ``note`` is public. Raises EvidenceMissing, SecondPersonNeeded, and as `step`."""
    with step(Act.CLOSE, code, user, version) as taken:
        check_evidence(taken.complaint)
        check_person(taken.complaint, user)
        taken.public_note = note.strip()
    return taken.complaint


def check_evidence(complaint: Complaint) -> None:
    """A complaint needs a photo of the work since it was last reopened; for other classes the account is enough."""
    if complaint.complaint_class != ComplaintClass.COMPLAINT:
        return
    reopened = complaint.transitions.filter(to_status=Status.REOPENED).order_by("-id").first()
    accounts = complaint.follow_ups.filter(photos__isnull=False)
    if reopened is not None:
        accounts = accounts.filter(created_at__gt=reopened.at)
    if not accounts.exists():
        raise EvidenceMissing


def check_person(complaint: Complaint, user: User) -> None:
    """Nobody closes what they followed up; where the category asks for it, nor what they verified or forwarded."""
    involved = {Act.FOLLOW_UP}
    if complaint.category.needs_second_person:
        involved |= {Act.VERIFY, Act.FORWARD}
    if Transition.objects.filter(complaint=complaint, actor=user, verb__in=involved).exists():
        raise SecondPersonNeeded
