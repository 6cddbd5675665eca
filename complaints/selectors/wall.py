"""The complaints that live viewers have."""

from collections.abc import Iterable

from complaints.events import ComplaintChanged, face
from complaints.models import Complaint
from live import left_out
from live.audiences import visible_to


def snapshot(audience: str) -> Iterable[ComplaintChanged]:
    """Every complaint on the wall that ``audience`` ("centre", "agency:<id>") may see; others have none. One query."""
    complaints = Complaint.objects.filter(on_wall=True).select_related("category", "agency").order_by("id")
    return left_out.build_each(visible_to(audience, complaints), face)
