"""Confirm: the reporter says "fixed"."""

from django.utils import timezone

from complaints.actions.step import holds_link, reporter_step
from complaints.lifecycle import Act
from complaints.models import Complaint


def confirm_by_reporter(code: str, secret: str) -> Complaint:
    """Note the reporter's content; the status stays. Saying it again changes nothing. Raises as `reporter_step`."""
    said = Complaint.objects.filter(tracking_code=code, confirmed_at__isnull=False).first()
    if said is not None and holds_link(said, secret):
        return said
    with reporter_step(Act.CONFIRM, code, secret) as taken:
        taken.complaint.confirmed_at = timezone.now()
    return taken.complaint
