"""Confirm: the reporter says "fixed"."""

from django.utils import timezone

from incidents.actions.step import holds_link, reporter_step
from incidents.lifecycle import Act
from incidents.models import Report


def confirm_by_reporter(code: str, secret: str) -> Report:
    """Note the reporter's content; the status stays. Saying it again changes nothing. Raises as `reporter_step`."""
    said = Report.objects.filter(tracking_code=code, confirmed_at__isnull=False).first()
    if said is not None and holds_link(said, secret):
        return said
    with reporter_step(Act.CONFIRM, code, secret) as taken:
        taken.report.confirmed_at = timezone.now()
    return taken.report
