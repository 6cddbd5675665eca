"""What every reader yields, and the limits that hold for all of them. Files come from strangers: nothing remote is
opened.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.utils.translation import gettext
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.cost import MAX_COORDINATES
from geo.errors import GeoError, UnreadableFile, UnusableGeometry
from geo.projection import WGS84, check_degrees, reproject

MAX_FILE_BYTES = 512 * 1024 * 1024
MAX_FEATURES = 200_000

_REMOTE = re.compile(r"^(?:/vsi|[a-z][a-z0-9+.-]+:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file. `number` counts from 1. `geometry` is in EPSG:4326, or None with the reason in
    `problem`. `raw` is the entry as it stands in a GeoJSON file, whatever is wrong with it.
    """

    number: int
    properties: Mapping[str, object]
    geometry: BaseGeometry | None
    problem: str = ""
    raw: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """An opened file: how many features it says it has, the features, read as they are asked for, and their columns."""

    path: Path
    format: str
    count: int
    features: Iterator[Feature]
    columns: tuple[str, ...] = ()


def local_file(path: str | Path) -> Path:
    """The path of an existing local file within the size limit. Raises UnreadableFile for anything else."""
    text = str(path)
    if _REMOTE.match(text) or "\0" in text:
        raise UnreadableFile(gettext('"%(path)s" is not a local file; download it first.') % {"path": text[:200]})
    file = Path(text).resolve()
    if not file.is_file():
        raise UnreadableFile(gettext('There is no file "%(path)s".') % {"path": text[:200]})
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(
            gettext("The file has %(size)d MB; at most %(limit)d MB are read. Split it or simplify it.")
            % {"size": size // 1024**2, "limit": MAX_FILE_BYTES // 1024**2}
        )
    return file


def require_columns(file: FeatureFile, names: Iterable[str]) -> None:
    """Raise UnreadableFile, naming the columns there are, where one is missing. Empty names count as not given."""
    missing = sorted({name for name in names if name and name not in file.columns})
    if missing:
        raise UnreadableFile(
            gettext("The file has no column %(missing)s. Its columns are: %(columns)s.")
            % {"missing": ", ".join(missing), "columns": ", ".join(file.columns[:60]) or "-"}
        )


def check_count(count: int) -> int:
    """The number of features, when it is within the limit. Raises UnreadableFile."""
    if count > MAX_FEATURES:
        raise UnreadableFile(
            gettext("The file has %(count)d features; at most %(limit)d are read. Split it.")
            % {"count": count, "limit": MAX_FEATURES}
        )
    return count


def feature(number: int, properties: Mapping[str, object], geometry: BaseGeometry | None, crs: CRS) -> Feature:
    """The feature in EPSG:4326; one whose geometry cannot be used keeps its properties and says why."""
    if geometry is None or geometry.is_empty:
        return Feature(number, properties, None, gettext("The feature has no geometry."))
    try:
        return Feature(number, properties, _to_degrees(geometry, crs))
    except GeoError as error:
        return Feature(number, properties, None, error.message)


def _to_degrees(geometry: BaseGeometry, crs: CRS) -> BaseGeometry:
    count = int(shapely.get_num_coordinates(geometry))
    if count > MAX_COORDINATES:
        raise UnusableGeometry(
            gettext("The shape has %(count)d points; at most %(limit)d are read. Simplify it.")
            % {"count": count, "limit": MAX_COORDINATES}
        )
    if crs.is_geographic:
        check_degrees(geometry)
    degrees = check_degrees(reproject(shapely.force_2d(geometry), crs, WGS84))
    if degrees.geom_type == "Point" and not shapely.get_coordinates(degrees).any():
        raise UnusableGeometry(gettext("The position is 0, 0, which stands for an unknown place."))
    return degrees
