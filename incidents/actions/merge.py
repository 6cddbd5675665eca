"""Merge: the same matter is already with us under another code."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.actions.step import step
from incidents.errors import Missing
from incidents.lifecycle import Act
from incidents.models import Report, Status
from incidents.tracking import BadCode, parse_code
from people.models import User


def merge(code: str, user: User, *, into: str, version: int | None = None) -> Report:
    """End the report in favour of the report ``into``. Raises Missing for an unusable one, and as `step`.

    Chains are not built. A report that was itself merged takes no other in, and one that has taken others in is not
    merged away: what was merged into it must stay one step from open work, so the other is merged into it instead. Both
    reports are locked, in the order of their numbers, so that of two merges at once the later one sees the earlier.
    """
    other_code = _code(into)
    with transaction.atomic():
        locked = Report.objects.select_for_update().filter(tracking_code__in=[code, other_code]).order_by("id")
        others = {report.tracking_code: report for report in locked if report.tracking_code != code}
        with step(Act.MERGE, code, user, version) as taken:
            other = _fitting(others.get(other_code), taken.report)
            taken.report.merged_into = other
            taken.note = other.tracking_code
            taken.detail["into"] = other.tracking_code
    return taken.report


def _code(text: str) -> str:
    try:
        return parse_code(text)
    except BadCode:
        raise Missing(_("Name the other report by its tracking code."), field="into") from None


def _fitting(other: Report | None, report: Report) -> Report:
    if other is None or other.status in {Status.MERGED, Status.REJECTED, Status.ARCHIVED}:
        raise Missing(_("This is not another report that could take this one in."), field="into")
    if report.merged.filter(status=Status.MERGED).exists():
        message = _("Other reports were merged into this one. Merge the other report into this one instead.")
        raise Missing(message, field="into")
    return other
