"""How the parts of a vehicle's day read."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date

from fleet.trips.labels import length
from kit.severity import Severity

register = template.Library()

_DAY: Final = timedelta(days=1)
_TONES: Final[dict[int, str]] = {Severity.ALARM: "is-alarm", Severity.WARNING: "is-warning"}


@register.filter
def clock(moment: datetime, since: datetime) -> str:
    """A time of the region; with its day when that is not the day that ``since`` begins or the one after it."""
    local, first = timezone.localtime(moment), timezone.localtime(since)
    days = (local.date() - first.date()).days
    return format_date(local, "H:i" if days == 0 or (days == 1 and moment - since < _DAY) else "j M H:i")


@register.filter
def unix(moment: datetime) -> str:
    """Seconds since 1970, for a script."""
    return f"{moment.timestamp():.3f}"


@register.filter
def js(number: float) -> str:
    """A number as scripts read it, whatever the page's language is."""
    return f"{number:.6f}"


@register.filter
def length_of(seconds: Any) -> str:
    """How long something lasted."""
    return length(float(seconds))


@register.filter
def tone(severity: int) -> str:
    """The class of an event's line."""
    return _TONES.get(severity, "is-note")
