"""Headers that every answer carries: what a browser may run with it, and who may keep it."""

from collections.abc import Callable
from typing import Final

from csp.middleware import CSPMiddleware, PolicyParts
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.content_security import CLOSED

_PAGES: Final = {"text/html", "text/javascript"}
"""A script's own policy holds where it runs as a worker."""


class ContentSecurityMiddleware(CSPMiddleware):
    """Pages get the policy of the settings with the request's nonce; everything else is closed and sandboxed."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The policy of one answer."""
        parts = super().get_policy_parts(request, response, report_only)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind in _PAGES:
            parts.update = {**(parts.update or {}), "connect-src": _websocket_origin(request)}
        else:
            # Chromium shows no PDF in a sandbox.
            parts.config = {**CLOSED, "sandbox": kind != "application/pdf"}
        return parts


def _websocket_origin(request: HttpRequest) -> list[str]:
    """The WebSocket of the page's own origin, which older browsers do not count as 'self'."""
    try:
        return [f"{'wss' if request.is_secure() else 'ws'}://{request.get_host()}"]
    except DisallowedHost:
        return []


class CacheControlMiddleware:
    """Nothing that a signed-in person was answered is stored, unless the view says that it is public.

    Pages for everybody are asked for again each time: they hold a CSRF token and a nonce.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kept = response.headers.get("Cache-Control", "")
        if "public" in kept or "no-store" in kept:
            return response
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
