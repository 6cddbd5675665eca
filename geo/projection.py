"""Between reference systems. Everything stored and exchanged is EPSG:4326, longitude first."""

from functools import lru_cache
from typing import TypeVar

import numpy as np
import shapely
from django.utils.translation import gettext
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from geo.errors import CoordinatesOutOfRange, UnknownReferenceSystem, UnusableGeometry

WGS84_SRID = 4326
WGS84 = CRS.from_epsg(WGS84_SRID)

G = TypeVar("G", bound=BaseGeometry)

# Room for the rounding of other programs at the antimeridian and the poles; stored coordinates are clipped to the
# exact range.
_TOLERANCE_DEG = 1e-6


def parse_crs(definition: str | int) -> CRS:
    """A reference system from an EPSG number, an authority string, a URN, WKT or a PROJ string. Raises
    UnknownReferenceSystem.
    """
    try:
        return CRS.from_user_input(definition)
    except (CRSError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise UnknownReferenceSystem(
            gettext('The reference system "%(name)s" is not known; give an EPSG number such as 4326 or 32647.')
            % {"name": str(definition)[:80].encode("utf-8", "replace").decode()}
        ) from error


@lru_cache(maxsize=64)
def _transformer(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def reproject(geometry: G, source: CRS, target: CRS) -> G:
    """The geometry in another reference system; x is easting or longitude in both. Raises UnusableGeometry where the
    projection has no answer (a point outside the source system's domain)."""
    if source == target:
        return geometry
    try:
        transformer = _transformer(source, target)
    except ProjError as error:
        raise UnknownReferenceSystem(
            gettext("The reference system of the file has no relation to longitude and latitude; give its EPSG number.")
        ) from error

    def move(points: np.ndarray) -> np.ndarray:
        x, y = transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y])

    try:
        moved: G = shapely.transform(shapely.force_2d(geometry), move)
    except ProjError as error:
        raise UnusableGeometry(gettext("The coordinates cannot be converted to longitude and latitude.")) from error
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise UnusableGeometry(gettext("Some coordinates lie outside the area where the reference system is defined."))
    return moved


def utm_crs(lon: float, lat: float) -> CRS:
    """The UTM zone (WGS 84) that holds the point; metres, good to some 0.1 percent within the zone."""
    zone = min(int((lon + 180.0) // 6.0) + 1, 60)
    return CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


def local_metric_crs(lon: float, lat: float) -> CRS:
    """An azimuthal equidistant system centred on the point; metres, distances from the centre are exact on the
    ellipsoid.
    """
    return CRS.from_proj4(f"+proj=aeqd +lat_0={lat:.8f} +lon_0={lon:.8f} +datum=WGS84 +units=m +no_defs")


def check_degrees(geometry: G) -> G:
    """The geometry, when every coordinate is a longitude and latitude. Raises CoordinatesOutOfRange that says what it
    looks like instead and what to do, or UnusableGeometry when there is no finite coordinate.
    """
    points = shapely.get_coordinates(geometry)
    if len(points) == 0:
        raise UnusableGeometry(gettext("The geometry is empty."))
    if not np.isfinite(points).all():
        raise UnusableGeometry(gettext("The geometry holds coordinates that are not finite numbers."))
    outside = (np.abs(points[:, 0]) > 180.0 + _TOLERANCE_DEG) | (np.abs(points[:, 1]) > 90.0 + _TOLERANCE_DEG)
    if not outside.any():
        return geometry
    x, y = (float(value) for value in points[outside][0])
    raise CoordinatesOutOfRange(_advice(x, y))


def _advice(x: float, y: float) -> str:
    values = {"x": f"{x:.6g}", "y": f"{y:.6g}"}
    if abs(x) <= 90.0 and abs(y) <= 180.0:
        return gettext("The coordinates %(x)s, %(y)s look swapped: longitude must come first, then latitude.") % values
    return (
        gettext(
            "The coordinates %(x)s, %(y)s are not degrees. The file seems to be in a projected system; say which one, "
            "for example 32647 for UTM zone 47 north."
        )
        % values
    )
