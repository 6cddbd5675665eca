"""`{% load incidents %}`: how incidents look on pages.

{{ incident.state|state_badge }}     a badge with tone and shape
{{ state|state_name }}               the state alone, as a tab of the list says it
"""

from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents.models import State

register = template.Library()

_LOOKS: Final[dict[str, str]] = {
    State.REPORTED: "attention",
    State.OPEN: "warning diamond",
    State.CONTAINED: "info square",
    State.CLOSED: "good hollow",
    State.REOPENED: "warning square",
}


@register.filter
def state_badge(state: str) -> SafeString:
    """The state in words, with its colour and shape."""
    return format_html('<span class="badge {}">{}</span>', _LOOKS[state], state_name(state))


@register.filter
def state_name(state: str | None) -> str:
    """The state as the beginning of a line; "All" without one."""
    label = str(State(state).label) if state else _("All")
    return label[:1].upper() + label[1:]
