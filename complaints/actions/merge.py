"""Merge: the same matter is already with us under another code."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from complaints.actions.step import step
from complaints.errors import Missing
from complaints.lifecycle import Act
from complaints.models import Complaint, Status
from complaints.tracking import BadCode, parse_code
from people.models import User


def merge(code: str, user: User, *, into: str, version: int | None = None) -> Complaint:
    """End the complaint in favour of the complaint ``into``. Raises Missing for an unusable one, and as `step`.

    Chains are not built. A complaint that was itself merged takes no other in, and one that has taken others in is not
    merged away: what was merged into it must stay one step from open work, so the other is merged into it instead. Both
    complaints are locked, in the order of their numbers, so that of two merges at once the later one sees the earlier.
    """
    other_code = _code(into)
    with transaction.atomic():
        locked = Complaint.objects.select_for_update().filter(tracking_code__in=[code, other_code]).order_by("id")
        others = {complaint.tracking_code: complaint for complaint in locked if complaint.tracking_code != code}
        with step(Act.MERGE, code, user, version) as taken:
            other = _fitting(others.get(other_code), taken.complaint)
            taken.complaint.merged_into = other
            taken.note = other.tracking_code
            taken.detail["into"] = other.tracking_code
    return taken.complaint


def _code(text: str) -> str:
    try:
        return parse_code(text)
    except BadCode:
        raise Missing(_("Name the other complaint by its tracking code."), field="into") from None


def _fitting(other: Complaint | None, complaint: Complaint) -> Complaint:
    if other is None or other.status in {Status.MERGED, Status.REJECTED, Status.ARCHIVED}:
        raise Missing(_("This is not another complaint that could take this one in."), field="into")
    if complaint.merged.filter(status=Status.MERGED).exists():
        message = _("Other complaints were merged into this one. Merge the other complaint into this one instead.")
        raise Missing(message, field="into")
    return other
