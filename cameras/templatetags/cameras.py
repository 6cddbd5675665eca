"""`{% load cameras %}`: how a stage looks, and how old a picture is."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cameras.models import Stage

register = template.Library()

_TONES = {
    Stage.PLANNED: "stale hollow",
    Stage.INSTALLED: "info hollow",
    Stage.ACTIVE: "good",
    Stage.FAULTY: "alarm diamond",
}


@register.filter
def stage_badge(stage: str) -> SafeString:
    """A stage with its tone and its shape."""
    if stage not in Stage.values:
        return format_html('<span class="badge">{}</span>', stage)
    known = Stage(stage)
    return format_html('<span class="badge {}">{}</span>', _TONES[known], known.label)


@register.filter
def age(moment: datetime | str | None) -> str:
    """One unit, rounded down: "42 s", "3 min", "5 h", "2 d"; a dash for no picture (an empty text in templates)."""
    if not isinstance(moment, datetime):
        return "–"
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    if seconds < 60:
        return _("%(count)d s") % {"count": seconds}
    if seconds < 3600:
        return _("%(count)d min") % {"count": seconds // 60}
    if seconds < 2 * 86_400:
        return _("%(count)d h") % {"count": seconds // 3600}
    return _("%(count)d d") % {"count": seconds // 86_400}
