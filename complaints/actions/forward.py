"""Forward (disposisi): hand the complaint to the agency that answers for it, with an instruction."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.actions.step import required, step
from complaints.errors import Missing
from complaints.lifecycle import Act
from complaints.models import Complaint
from complaints.routing import agency_for
from people.models import Agency, User


def forward(
    code: str, user: User, *, instruction: str, agency: Agency | None = None, version: int | None = None
) -> Complaint:
    """Give the complaint to ``agency``, or to the one that routing names. Raises Missing, and as `step`.

    The instruction is for the agency; the public sees only to whom the complaint went.
    """
    with step(Act.FORWARD, code, user, version) as taken:
        complaint = taken.complaint
        receiver = agency or agency_for(complaint.category, complaint.area.code if complaint.area else None)
        if receiver is None or not receiver.active:
            raise Missing(_("Choose the agency; routing names none for this category here."), field="agency")
        complaint.instruction = required(instruction, "instruction", _("Say what the agency shall do."))
        if receiver.pk != complaint.agency_id:
            complaint.assignee = None
        complaint.agency = receiver
        complaint.forwarded_at = timezone.now()
        taken.note = complaint.instruction
        taken.detail["agency"] = receiver.code
    return taken.complaint
