"""Coordinates as people type or paste them."""

import re
from typing import NamedTuple

_HEMISPHERES = {
    "n": ("lat", 1), "lu": ("lat", 1), "s": ("lat", -1), "ls": ("lat", -1),
    "e": ("lon", 1), "bt": ("lon", 1), "w": ("lon", -1), "bb": ("lon", -1),
}  # fmt: skip
_NUMBER = r"\d+(?:[.,]\d+)?"
_ANGLE = re.compile(
    rf"""\s*(?P<before>lu|ls|bt|bb|[nsew])?\s*(?P<sign>[-+−])?\s*
    (?P<deg>{_NUMBER})\s*[°ºd]?\s*
    (?:(?P<min>{_NUMBER})\s*['′]\s*)?
    (?:(?P<sec>{_NUMBER})\s*(?:["″]|''|′′)\s*)?
    (?(before)|(?P<after>lu|ls|bt|bb|[nsew](?![a-z]))?)\s*""",
    re.IGNORECASE | re.VERBOSE,
)


class Position(NamedTuple):
    """Degrees, WGS 84."""

    lon: float
    lat: float


def parse_coordinates(text: str) -> Position | None:
    """The position that the text names, or None when it is something else.

    Understands "3.17, 98.39", "3,17 98,39" (decimal commas), "3°10'12\\"N 98°23'31\\"E" and the Indonesian LU, LS, BT,
    BB. Latitude comes first unless the letters, or a first number above 90, say otherwise.
    """
    first = _ANGLE.match(text)
    if first is None:
        return None
    rest = text[first.end() :].lstrip(" ,;/")
    second = _ANGLE.fullmatch(rest)
    if second is None or not rest:
        return None
    return _position(_read(first), _read(second))


def _read(match: re.Match[str]) -> tuple[float, str | None] | None:
    """Degrees with the sign applied, and the axis when a letter names it; None for minutes or seconds of 60 and
    more.
    """
    minutes, seconds = _value(match["min"]), _value(match["sec"])
    if minutes >= 60 or seconds >= 60:
        return None
    degrees = _value(match["deg"]) + minutes / 60 + seconds / 3600
    letter = (match["after"] or match["before"] or "").lower()
    axis, direction = _HEMISPHERES.get(letter, (None, 1))
    negative = match["sign"] in ("-", "−")
    return (-degrees if negative else degrees) * direction, axis


def _value(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0


def _position(first: tuple[float, str | None] | None, second: tuple[float, str | None] | None) -> Position | None:
    if first is None or second is None:
        return None
    (one, one_axis), (two, two_axis) = first, second
    if one_axis is not None and one_axis == two_axis:
        return None
    swapped = one_axis == "lon" or two_axis == "lat" or (one_axis is None and two_axis is None and abs(one) > 90)
    lat, lon = (two, one) if swapped else (one, two)
    return Position(lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None
