"""`{% load complaints %}`: how complaints look on pages.

{{ complaint.status|status_badge }}     a badge with tone and shape
{{ complaint|due }}                     when the next step is due, or how long it has been
{% photo_url photo key=secret %}     address of a photo; small=True for its thumbnail
{{ metres|distance }}                120 m, 1.2 km
"""

from datetime import datetime
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from complaints.models import Complaint, Photo, Priority, Status

register = template.Library()

_LOOKS: dict[str, str] = {
    Status.RECEIVED: "attention",
    Status.REOPENED: "warning square",
    Status.VERIFIED: "info hollow",
    Status.FORWARDED: "info",
    Status.IN_PROGRESS: "info square",
    Status.POSTPONED: "stale hollow",
    Status.FOLLOWED_UP: "special",
    Status.CLOSED: "good",
    Status.ANSWERED: "good hollow",
    Status.REJECTED: "stale square",
    Status.MERGED: "stale square hollow",
    Status.ARCHIVED: "stale",
}
_PRIORITIES: dict[str, str] = {Priority.HIGH: "warning diamond", Priority.EMERGENCY: "alarm diamond"}


@register.filter
def status_badge(status: str) -> SafeString:
    """The status in words, with its colour and shape; one that is none as it is stored, since lists show it, too."""
    if status not in Status.values:
        return format_html('<span class="badge stale">{}</span>', status)
    label = str(Status(status).label)
    return format_html('<span class="badge {}">{}</span>', _LOOKS[status], label[:1].upper() + label[1:])


@register.filter
def priority_badge(complaint: Complaint) -> SafeString | str:
    """Only what is out of the ordinary is said."""
    look = _PRIORITIES.get(complaint.priority)
    return format_html('<span class="badge {}">{}</span>', look, complaint.get_priority_display()) if look else ""


@register.filter
def due(complaint: Complaint) -> SafeString | str:
    """ "due in 2 days", or in alarm "overdue by 3 hours"; empty when nothing is awaited."""
    if complaint.due_at is None:
        return ""
    now = timezone.now()
    if complaint.due_at < now:
        text = _("overdue by %(time)s") % {"time": timesince(complaint.due_at, now, depth=1)}
        return format_html('<span class="badge alarm square">{}</span>', text)
    return _("due in %(time)s") % {"time": timeuntil(complaint.due_at, now, depth=1)}


@register.filter
def ago(moment: datetime) -> str:
    """ "4 minutes ago"."""
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


@register.filter
def distance(metres: float) -> str:
    """Rounded as a person would say it."""
    if metres < 950:
        return f"{round(metres, -1):.0f} m"
    return f"{number_format(metres / 1000, 1)} km"


@register.simple_tag
def photo_url(photo: Photo, code: str, key: str = "", small: bool = False) -> str:
    """Where the photo of the complaint ``code`` is loaded from."""
    query = {name: value for name, value in (("size", "small" if small else ""), ("key", key)) if value}
    address = reverse("complaint_photo", args=[code, photo.pk])
    return f"{address}?{urlencode(query)}" if query else address
