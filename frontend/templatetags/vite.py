"""`{% load vite %}`: load what Vite built, and draw icons from its sprite.

{% vite_entry "wall" %}            stylesheets, module preloads and the script of an entry
{% build_id %}                     the name of that build
{% icon "triangle-alert" %}        a Lucide icon, hidden from screen readers
{% icon "maki/hospital" %}         a Maki place symbol
{% icon "x" label=_("Close") %}    an icon that speaks for itself
"""

import logging
import re

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from frontend import manifest
from frontend.site_parts import is_light

register = template.Library()

THEME_COOKIE = "pantau_theme"
THEMES = ("dark", "day")
_log = logging.getLogger(__name__)
_ICON_NAME = re.compile(r"^(maki/)?[a-z0-9-]+$")


@register.simple_tag
def build_id() -> str:
    """The build that the page is made with: the live link compares it with that of the server."""
    return manifest.build_id()


@register.simple_tag(takes_context=True)
def vite_entry(context: Context, name: str) -> SafeString:
    """The tags that load entry `name`; none, and a line in the log, where it was not built: the page opens bare.

    The script carries the request's nonce, which puts that nonce into the page's Content-Security-Policy.
    """
    try:
        entry = manifest.entry(name)
    except manifest.NotBuilt as missing:
        _log.error("%s", missing)
        return SafeString("")
    styles = format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(path),) for path in entry.styles))
    preloads = format_html_join(
        "\n", '<link rel="modulepreload" href="{}">', ((static(path),) for path in entry.preloads)
    )
    nonce = getattr(context.get("request"), "csp_nonce", "")
    script = format_html('<script type="module" nonce="{}" src="{}"></script>', nonce, static(entry.script))
    return format_html("{}\n{}\n{}", styles, preloads, script)


@register.simple_tag
def icon_sprite() -> str:
    """Address of the icon sprite, for scripts that draw icons; empty where it was not built."""
    try:
        return static(manifest.icon_sprite())
    except manifest.NotBuilt as missing:
        _log.error("%s", missing)
        return ""


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """One icon of the sprite; without `label` it is decoration and hidden from screen readers."""
    if not _ICON_NAME.match(name):
        raise template.TemplateSyntaxError(f"not an icon name: {name!r}")
    family = "icon icon-maki" if name.startswith("maki/") else "icon"
    speaks = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>',
        f"{family} {css_class}".strip(),
        speaks,
        icon_sprite(),
        name.replace("/", "-"),
    )


@register.simple_tag(takes_context=True)
def theme(context: Context, default: str = "dark") -> str:
    """The reader's theme from the cookie, or the page's default."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    return chosen if chosen in THEMES else default


@register.simple_tag(takes_context=True)
def error_theme(context: Context) -> str:
    """The reader's theme from the cookie; without one, that of the pages around the address."""
    request: HttpRequest | None = context.get("request")
    return theme(context, "day" if request is None or is_light(request) else "dark")
