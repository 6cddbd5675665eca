"""The one place where a geometry from outside reaches GEOS: its form is checked first, then its cost is known.

The libraries under shapely are written in C and trust their callers. Other modules of the product take shapes from
here, from `geo.formats`, or from the database; a lint rule forbids them the libraries' own readers.
"""

import json
import math
from collections.abc import Mapping
from typing import Final

import shapely
from django.utils.translation import gettext
from shapely.geometry.base import BaseGeometry

from geo.cost import MAX_COORDINATES
from geo.errors import UnusableGeometry

MAX_DEPTH: Final = 8
"""Collections within collections, and lists within lists: a MultiPolygon needs 4."""
LARGEST: Final = 1e9
"""No reference system of the earth has larger numbers, in degrees, metres or feet."""
_LISTS: Final = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def read_geojson(document: object) -> BaseGeometry:
    """The shape of a parsed GeoJSON geometry, or of what `shapely.geometry.mapping` makes of a shape.

    Raises UnusableGeometry, in words, for everything else.
    """
    _check(document, 0, [0])
    try:
        shape: BaseGeometry = shapely.from_geojson(json.dumps(document))
    except (shapely.errors.GEOSException, ValueError, TypeError, RecursionError) as error:
        raise UnusableGeometry(
            gettext("The outline cannot be read; every ring needs at least four positions and must be closed.")
        ) from error
    return shape


def read_wkb(data: bytes) -> BaseGeometry:
    """The shape of well-known binary that a driver read from a file. Raises UnusableGeometry."""
    try:
        shape: BaseGeometry = shapely.from_wkb(data)
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise UnusableGeometry(gettext("The geometry cannot be read.")) from error
    return shape


def _check(document: object, depth: int, count: list[int]) -> None:
    if not isinstance(document, Mapping):
        raise UnusableGeometry(gettext("The geometry is no GeoJSON object."))
    if depth > MAX_DEPTH:
        raise UnusableGeometry(gettext("The geometry is nested too deeply."))
    kind = document.get("type")
    if kind == "GeometryCollection":
        parts = document.get("geometries")
        if not isinstance(parts, list):
            raise UnusableGeometry(gettext("The geometry collection has no list of geometries."))
        for part in parts:
            _check(part, depth + 1, count)
        return
    if not isinstance(kind, str) or kind not in _LISTS:
        raise UnusableGeometry(gettext('"%(kind)s" is no kind of GeoJSON geometry.') % {"kind": _shown(kind)})
    _check_lists(document.get("coordinates"), _LISTS[kind], count)


def _check_lists(value: object, depth: int, count: list[int]) -> None:
    """Lists within lists to the depth of the positions, and no further."""
    if not isinstance(value, list | tuple):
        raise UnusableGeometry(gettext("The coordinates are not written as GeoJSON writes them."))
    if depth:
        for part in value:
            _check_lists(part, depth - 1, count)
        return
    count[0] += 1
    if count[0] > MAX_COORDINATES:
        raise UnusableGeometry(
            gettext("The shape has more than %(limit)d points. Simplify it.") % {"limit": MAX_COORDINATES}
        )
    if value and not 2 <= len(value) <= 4:
        raise UnusableGeometry(gettext("A position has two numbers, longitude and latitude, and perhaps a height."))
    for number in value:
        _check_number(number)


def _check_number(number: object) -> None:
    if isinstance(number, str):
        raise UnusableGeometry(
            gettext('The coordinate "%(text)s" is a text; write it as a number, with a point and without quotes.')
            % {"text": _shown(number)}
        )
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise UnusableGeometry(gettext('The coordinate "%(text)s" is no number.') % {"text": _shown(number)})
    if not -LARGEST <= number <= LARGEST or math.isnan(number):
        raise UnusableGeometry(gettext("A coordinate is larger than any place on earth."))


def _shown(value: object) -> str:
    return str(value)[:40].encode("utf-8", "replace").decode()
