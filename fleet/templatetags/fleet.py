"""How a vehicle's state, speed and age read in lists."""

from datetime import datetime
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fleet.models import DepartedFix, DeviceState
from fleet.vehicles.freshness import Condition, LastHeard

register = template.Library()

_TONES: Final = {
    Condition.SOS: "alarm diamond",
    Condition.MOVING: "good",
    Condition.STOPPED: "info square",
    Condition.SILENT: "stale hollow",
    Condition.NEVER: "stale hollow",
}
TAB_NAMES: Final = {
    None: gettext_lazy("All"),
    "sos": "SOS",
    "moving": gettext_lazy("Moving"),
    "stopped": gettext_lazy("Stopped"),
    "silent": gettext_lazy("Silent"),
    "never": gettext_lazy("Never seen"),
    "unused": gettext_lazy("Out of use"),
}


@register.filter
def kmh(speed_mps: object) -> str:
    """A speed as people read it; a dash for an unknown one, or for a vehicle without a fix."""
    return f"{number_format(speed_mps * 3.6, 0)} {_('km/h')}" if isinstance(speed_mps, int | float) else "–"


@register.simple_tag
def speed_now(fix: DeviceState | DepartedFix | None, seen: LastHeard, now: datetime) -> str:
    """How fast the vehicle is; a dash for one that is silent, whose last speed says nothing of now."""
    if fix is None or seen.condition(now) is Condition.SILENT:
        return "–"
    return kmh(fix.speed_mps)


@register.filter
def km(metres: float) -> str:
    """A way that was driven."""
    return f"{number_format(metres / 1000, 1 if metres < 100_000 else 0, force_grouping=True)} km"


@register.filter
def hours(seconds: float) -> str:
    """A length of time in hours and minutes."""
    minutes = int(seconds) // 60
    words = {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(hours)d h %(minutes)d min") % words if minutes >= 60 else _("%(minutes)d min") % words


@register.filter
def tab_name(value: str | None) -> str:
    """What a filter of the list is called."""
    return str(TAB_NAMES[value])


@register.simple_tag
def look(seen: LastHeard, now: datetime) -> SafeString:
    """A badge that says what a vehicle does, or since when nobody knows."""
    condition = seen.condition(now)
    return format_html('<span class="badge {}">{}</span>', _TONES[condition], _words(seen, condition, now))


@register.simple_tag
def look_text(seen: LastHeard, now: datetime) -> str:
    """As `look`, for places that take text alone, such as an option."""
    return _words(seen, seen.condition(now), now)


@register.simple_tag
def age(moment: Any) -> SafeString | str:
    """How old a moment is, "42 s", "3 min", "5 h", "2 d", rounded down; the page's script keeps it true."""
    if not isinstance(moment, datetime):
        return "–"
    exact = format_date(timezone.localtime(moment), "j M Y H:i:s T")
    since = moment.isoformat()
    return format_html('<time data-age datetime="{}" title="{}">{}</time>', since, exact, _age(moment))


def _age(moment: datetime) -> str:
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    if seconds < 60:
        return _("%(count)d s") % {"count": seconds}
    if seconds < 3600:
        return _("%(count)d min") % {"count": seconds // 60}
    if seconds < 2 * 86_400:
        return _("%(count)d h") % {"count": seconds // 3600}
    return _("%(count)d d") % {"count": seconds // 86_400}


def _words(seen: LastHeard, condition: Condition, now: datetime) -> str:
    if condition is Condition.SILENT and seen.fix_time is not None:
        silent = _("no position since %(time)s") if seen.in_contact(now) else _("silent since %(time)s")
        return silent % {"time": _moment(seen.fix_time, now)}
    if condition is Condition.NEVER:
        return _("no position yet") if seen.in_contact(now) else _("never seen")
    return {Condition.SOS: "SOS", Condition.MOVING: _("moving")}.get(condition, _("stopped"))


def _moment(at: datetime, now: datetime) -> str:
    """As short as it stays unambiguous: the time today, the day before, the year when it is another."""
    local, today = timezone.localtime(at), timezone.localtime(now)
    if local.date() == today.date():
        return format_date(local, "H:i T")
    return format_date(local, "j M H:i" if local.year == today.year else "j M Y")
