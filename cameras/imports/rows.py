"""From a file of cameras to drafts: GeoJSON and the other geodata formats with points, or CSV with columns."""

import csv
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext as _
from shapely.geometry import Point

from cameras.drafts import CameraDraft
from cameras.errors import BadCamera, BadCameraFile
from cameras.models import CameraPurpose
from geo.errors import GeoError
from geo.formats import Feature, open_features
from people.models import Agency


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which fields of the file hold what; an empty name means that the file does not say.

    ``dataset`` begins the codes of cameras that have none of their own.
    """

    dataset: str
    code: str = ""
    name: str = "name"
    place: str = ""
    description: str = ""
    bearing: str = ""
    lon: str = "lon"
    lat: str = "lat"
    purpose: CameraPurpose = CameraPurpose.TRAFFIC
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the file: its number, what it says, and its position if it has one."""

    number: int
    values: Mapping[str, object]
    position: tuple[float, float] | None


def read_rows(path: Path, mapped: Mapped) -> tuple[int, Iterator[Row]]:
    """How many rows there are, and the rows. Raises BadCameraFile when the file as a whole cannot be read."""
    if path.suffix.lower() == ".csv":
        return _csv_rows(path, mapped)
    try:
        file = open_features(path)
    except GeoError as error:
        raise BadCameraFile(error.message) from error
    return file.count, (Row(item.number, item.properties, _point_of(item)) for item in file.features)


def draft_of(row: Row, mapped: Mapped) -> CameraDraft:
    """The camera that a row describes. Raises BadCamera with the reason in words."""
    name = _text(row.values.get(mapped.name))
    if not name:
        raise BadCamera(_('The field "%(field)s" holds no name.') % {"field": mapped.name})
    if row.position is None:
        raise BadCamera(_("The entry has no position."))
    code = _text(row.values.get(mapped.code)) if mapped.code else ""
    bearing = _text(row.values.get(mapped.bearing)) if mapped.bearing else ""
    return CameraDraft(
        code=slugify(code or f"{mapped.dataset}-{name}")[:60],
        name=name,
        lon=row.position[0],
        lat=row.position[1],
        place=_joined(row.values, mapped.place)[:200],
        description=_text(row.values.get(mapped.description)) if mapped.description else "",
        bearing_deg=_degrees(bearing) if bearing else None,
        purpose=mapped.purpose,
        agency=mapped.agency,
    )


def _csv_rows(path: Path, mapped: Mapped) -> tuple[int, Iterator[Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = list(reader.fieldnames or ())
            lines = list(itertools.islice(reader, 100_000))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadCameraFile(_("The file cannot be read as CSV: %(why)s") % {"why": str(error)[:200]}) from error
    for column in (mapped.name, mapped.lon, mapped.lat):
        if column not in columns:
            text = _('The file has no column "%(column)s"; it has: %(columns)s.')
            raise BadCameraFile(text % {"column": column, "columns": ", ".join(columns)})
    return len(lines), (Row(number, line, _position(line, mapped)) for number, line in enumerate(lines, start=1))


def _point_of(feature: Feature) -> tuple[float, float] | None:
    point = feature.geometry
    return (point.x, point.y) if isinstance(point, Point) else None


def _position(line: Mapping[str, object], mapped: Mapped) -> tuple[float, float] | None:
    try:
        return float(_text(line.get(mapped.lon))), float(_text(line.get(mapped.lat)))
    except ValueError:
        return None


def _joined(values: Mapping[str, object], names: str) -> str:
    return ", ".join(text for name in names.split(",") if (text := _text(values.get(name.strip()))))


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadCamera(_('The bearing "%(text)s" is no number.') % {"text": text[:20]}) from None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
