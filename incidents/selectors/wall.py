"""The reports that live viewers have."""

from collections.abc import Iterator

from incidents.events import ReportChanged, face
from incidents.models import Report


def snapshot(audience: str) -> Iterator[ReportChanged]:
    """Every report on the wall that ``audience`` ("centre", "agency:<id>") may see; nobody else has any. One query."""
    reports = Report.objects.filter(on_wall=True).select_related("category", "agency").order_by("id")
    kind, _, number = audience.partition(":")
    if kind == "agency":
        reports = reports.filter(agency_id=int(number))
    elif audience != "centre":
        return
    for report in reports.iterator(chunk_size=2000):
        yield face(report)
