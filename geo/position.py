"""A position from outside: degrees of WGS 84, with the mistakes that people make named."""

import math
from typing import Final

from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput

_UNREADABLE: Final = _("The position is not usable. Choose the place on the map again, or leave it out.")
_COMMA: Final = _("Write the degrees with a point, as in 98.4908, not with a comma.")
_SWAPPED: Final = _("Longitude and latitude are exchanged: %(lat)s, %(lon)s would be latitude, longitude.")
_NULL_ISLAND: Final = _("The position 0, 0 lies in the sea off Africa and stands for an unknown place. Leave it out.")


def read_position(lon: object, lat: object) -> tuple[float, float] | None:
    """Longitude and latitude from numbers or text; None where neither is given.

    Raises BadInput at ``lon`` or ``lat`` for one without the other, truth values, decimal commas, exchanged or
    impossible degrees, and 0, 0, which programs write for an unknown place.
    """
    if _absent(lon) and _absent(lat):
        return None
    if _absent(lon) or _absent(lat):
        raise BadInput(_UNREADABLE, field="lon")
    longitude, latitude = _degrees(lon, "lon"), _degrees(lat, "lat")
    if abs(latitude) > 90 and abs(longitude) <= 90 and abs(latitude) <= 180:
        raise BadInput(_SWAPPED % {"lat": longitude, "lon": latitude}, field="lon")
    if abs(longitude) > 180:
        raise BadInput(_UNREADABLE, field="lon")
    if abs(latitude) > 90:
        raise BadInput(_UNREADABLE, field="lat")
    if longitude == 0 and latitude == 0:
        raise BadInput(_NULL_ISLAND, field="lon")
    return longitude, latitude


def exchanged(lon: float, lat: float) -> BadInput:
    """The error for a position that would lie in the region if its numbers were exchanged."""
    return BadInput(_SWAPPED % {"lat": lon, "lon": lat}, field="lon")


def _absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _degrees(value: object, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadInput(_UNREADABLE, field=field)
    if isinstance(value, str) and "," in value:
        raise BadInput(_COMMA, field=field)
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise BadInput(_UNREADABLE, field=field) from None
    if not math.isfinite(number) or (isinstance(value, str) and not value.isascii()):
        raise BadInput(_UNREADABLE, field=field)
    return number
