"""Which pages may open a WebSocket: those of this very origin, and of the trusted ones."""

from collections.abc import Awaitable, Callable
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
_PAGE_SCHEME = {"ws": "http", "wss": "https"}
_PORTS = {"http": 80, "https": 443}


class SameOriginOnly:
    """Refuses a WebSocket whose ``Origin`` is not the page's own: scheme, host and port, as Django's CSRF check does.

    Behind a proxy that ends TLS, either the proxy is trusted to name the scheme, or the origin is listed in
    PANTAU_TRUSTED_ORIGINS.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if allowed(scope):
            await self.app(scope, receive, send)
        else:
            await WebsocketDenier()(scope, receive, send)


def allowed(scope: Scope) -> bool:
    """Whether the page that opens this WebSocket may do so."""
    origins, hosts = _header(scope, b"origin"), _header(scope, b"host")
    if len(origins) != 1 or len(hosts) != 1:
        return False
    origin, host = _parts(origins[0]), hosts[0].lower()
    if origin is None:
        return False
    allowed_hosts = settings.ALLOWED_HOSTS or (["localhost", ".localhost", "127.0.0.1", "[::1]"] * settings.DEBUG)
    if not validate_host(split_domain_port(host)[0], allowed_hosts):
        return False
    own = _parts(f"{_PAGE_SCHEME.get(scope.get('scheme', 'ws'), 'http')}://{host}")
    return origin == own or any(_trusted(origin, pattern) for pattern in settings.CSRF_TRUSTED_ORIGINS)


def _header(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


def _parts(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is no origin."""
    try:
        parts = urlsplit(origin.lower())
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if port is None or not parts.hostname or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port


def _trusted(origin: tuple[str, str, int], pattern: str) -> bool:
    """``pattern`` may begin its host with ``*.``, as in Django's setting."""
    trusted = _parts(pattern)
    if trusted is None or (trusted[0], trusted[2]) != (origin[0], origin[2]):
        return False
    return fnmatchcase(origin[1], trusted[1]) if trusted[1].startswith("*.") else origin[1] == trusted[1]
