"""Forward (disposisi): hand the report to the agency that answers for it, with an instruction."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.actions.step import required, step
from incidents.errors import Missing
from incidents.lifecycle import Act
from incidents.models import Report
from incidents.routing import agency_for
from people.models import Agency, User


def forward(
    code: str, user: User, *, instruction: str, agency: Agency | None = None, version: int | None = None
) -> Report:
    """Give the report to ``agency``, or to the one that routing names. Raises Missing, and as `step`.

    The instruction is for the agency; the public sees only to whom the report went.
    """
    with step(Act.FORWARD, code, user, version) as taken:
        report = taken.report
        receiver = agency or agency_for(report.category, report.area.code if report.area else None)
        if receiver is None or not receiver.active:
            raise Missing(_("Choose the agency; routing names none for this category here."), field="agency")
        report.instruction = required(instruction, "instruction", _("Say what the agency shall do."))
        if receiver.pk != report.agency_id:
            report.assignee = None
        report.agency = receiver
        report.forwarded_at = timezone.now()
        taken.note = report.instruction
        taken.detail["agency"] = receiver.code
    return taken.report
