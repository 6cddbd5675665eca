"""Merge: the same matter is already with us under another code."""

from django.utils.translation import gettext_lazy as _

from incidents.actions.step import step
from incidents.errors import Missing
from incidents.lifecycle import Act
from incidents.models import Report, Status
from incidents.tracking import BadCode, parse_code
from people.models import User


def merge(code: str, user: User, *, into: str, version: int | None = None) -> Report:
    """End the report in favour of the report ``into``. Raises Missing for an unusable one, and as `step`.

    Chains are not built: a report that was itself merged cannot take another in.
    """
    with step(Act.MERGE, code, user, version) as taken:
        other = _other(into, taken.report)
        taken.report.merged_into = other
        taken.note = other.tracking_code
        taken.detail["into"] = other.tracking_code
    return taken.report


def _other(text: str, report: Report) -> Report:
    try:
        code = parse_code(text)
    except BadCode:
        raise Missing(_("Name the other report by its tracking code."), field="into") from None
    other = Report.objects.filter(tracking_code=code).exclude(pk=report.pk).first()
    if other is None or other.status in {Status.MERGED, Status.REJECTED, Status.ARCHIVED}:
        raise Missing(_("This is not another report that could take this one in."), field="into")
    return other
