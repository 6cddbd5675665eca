"""The mark by which a browser is known again, so that thousands behind one address are not taken for one sender."""

import secrets
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "pantau_device"
_SALT: Final = "frontend.device"
_MAX_AGE_S: Final = 30 * 24 * 3600


def device_of(request: HttpRequest) -> str:
    """The mark that this installation gave the browser; empty for none and for a forged one."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_MAX_AGE_S))
    except signing.BadSignature:
        return ""


def mark_device(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser a mark where it has none. It says nothing about the person and is sent to the form alone."""
    if not device_of(request):
        value = signing.dumps(secrets.token_urlsafe(12), salt=_SALT)
        response.set_cookie(
            COOKIE,
            value,
            max_age=_MAX_AGE_S,
            path="/pengaduan/",
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
