"""How a vehicle's state and speed read in lists."""

from datetime import timedelta
from typing import Final

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from fleet import state_bits
from fleet.models import DepartedFix, DeviceState

register = template.Library()

# The wall's own limits, see frontend/src/map/looks.ts.
STALE_AFTER: Final = timedelta(minutes=5)
LOST_AFTER: Final = timedelta(hours=2)


@register.filter
def kmh(speed_mps: object) -> str:
    """A speed as people read it; a dash for an unknown one, or for a vehicle without a fix."""
    return f"{number_format(speed_mps * 3.6, 0)} km/h" if isinstance(speed_mps, int | float) else "–"


@register.simple_tag
def look(fix: DeviceState | DepartedFix | None) -> str:
    """A badge: moving, standing, stale, lost, or an SOS, however old."""
    tone, text = _look(fix)
    return format_html('<span class="badge {}">{}</span>', tone, text)


def _look(fix: DeviceState | DepartedFix | None) -> tuple[str, str]:
    if fix is None or fix.fix_time is None:
        return "stale", _("never seen")
    age = timezone.now() - fix.fix_time
    if fix.state & state_bits.SOS:
        return "alarm", "SOS"
    if age > LOST_AFTER:
        return "stale", _("lost")
    if age > STALE_AFTER:
        return "stale", _("stale")
    return ("good", _("moving")) if fix.state & state_bits.MOVING else ("info", _("standing"))
