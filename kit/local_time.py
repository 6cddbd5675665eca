"""Dates and times that people type, in the region's zone."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from kit.errors import BadInput


def local_moment(text: str) -> datetime | None:
    """What a field for a local date and time says; None for an empty one. Raises BadInput."""
    if not text.strip():
        return None
    try:
        read = parse_datetime(text.strip())
    except ValueError:
        read = None
    if read is None:
        raise BadInput(_("The time cannot be read; write it as 2026-11-22 07:30."))
    return timezone.make_aware(read) if timezone.is_naive(read) else read
