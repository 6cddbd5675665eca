"""Offering to take back what was just removed: the next page shows a button that enters it again."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest

_KEY: Final = "undo"


def offer_undo(request: HttpRequest, address: str, fields: Mapping[str, str]) -> None:
    """Let the next page of this session post ``fields`` to ``address``, which checks them as it checks any form."""
    request.session[_KEY] = {"address": address, "fields": dict(fields)}


def offered(request: HttpRequest) -> dict[str, Any]:
    """For templates: ``undo()`` is what the page offers, once, or None. The session is read only where it is shown."""

    def take() -> dict[str, Any] | None:
        session = getattr(request, "session", None)
        if session is None or not request.user.is_authenticated:
            return None
        found: dict[str, Any] | None = session.pop(_KEY, None)
        return found

    return {"undo": take}
