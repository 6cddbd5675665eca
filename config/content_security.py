"""Content-Security-Policy: what a browser may load and run with each answer (decision 0033)."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from config.env import BadSetting

CLOSED: Final[dict[str, Any]] = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "sandbox": True,
}
"""The directives of every answer that is no page: photos, data, files."""


def page_policy(tile_url: str) -> dict[str, Any]:
    """The directives of every page. Raises BadSetting for a tile address that no policy can name."""
    return {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        # Leaflet and Svelte set styles through the CSSOM, which needs no permission.
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:", *tile_sources(tile_url)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }


def tile_sources(tile_url: str) -> list[str]:
    """The origins of ``https://{s}.tile.example.org/{z}/{x}/{y}.png``: a host part in braces becomes a wildcard.

    Empty for no tiles and for tiles of the product's own server. Raises BadSetting for anything else.
    """
    if not tile_url or (tile_url.startswith("/") and not tile_url.startswith("//")):
        return []
    address = urlsplit(tile_url)
    host = re.sub(r"^.*\{[^}]*\}[^.]*\.", "*.", address.netloc)
    if address.scheme not in {"http", "https"} or not re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]+(:[0-9]+)?", host):
        raise BadSetting("PANTAU_TILE_URL must look like https://tiles.example.org/{z}/{x}/{y}.png")
    return [f"{address.scheme}://{host}"]
