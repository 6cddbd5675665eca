"""Which part of the site an address belongs to: an error there looks like the pages around it."""

from typing import Final

from django.http import HttpRequest

_CITIZENS: Final = ("/pengaduan/", "/lapor/", "/status/", "/share/")
_DAYLIGHT: Final = (*_CITIZENS, "/field/")


def is_portal(request: HttpRequest) -> bool:
    """Whether a citizen stands before the error: at a citizens' address, or without an account."""
    user = getattr(request, "user", None)
    staff = user is not None and user.is_authenticated
    return not staff or is_citizens(request.path)


def is_citizens(path: str) -> bool:
    """Whether the address is one of the pages for citizens."""
    return path == "/" or path.startswith(_CITIZENS)


def is_light(request: HttpRequest) -> bool:
    """Whether the pages around the address are light unless the reader chose otherwise."""
    return is_portal(request) or request.path.startswith(_DAYLIGHT)
