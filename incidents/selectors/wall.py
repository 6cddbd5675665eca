"""The reports that live viewers have."""

from collections.abc import Iterable

from incidents.events import ReportChanged, face
from incidents.models import Report
from live import left_out


def snapshot(audience: str) -> Iterable[ReportChanged]:
    """Every report on the wall that ``audience`` ("centre", "agency:<id>") may see; nobody else has any. One query."""
    reports = Report.objects.filter(on_wall=True).select_related("category", "agency").order_by("id")
    kind, _, number = audience.partition(":")
    if kind == "agency":
        reports = reports.filter(agency_id=int(number))
    elif audience != "centre":
        return []
    return left_out.build_each(reports, face)
