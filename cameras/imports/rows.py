"""From a file of cameras to entries: GeoJSON and the other geodata formats with points, or CSV with columns."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from shapely.geometry import Point, mapping

from cameras.drafts import CameraDraft, SourceDraft, stream_kind
from cameras.errors import BadCamera, BadCameraFile
from cameras.models import CameraPurpose, StreamKind
from geo.errors import GeoError
from geo.formats import Feature, open_features
from geo.position import read_position
from kit import csv_reader
from kit.errors import BadInput
from kit.text import storable
from people.models import Agency


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which fields of the file hold what; an empty name means that the file does not say.

    ``dataset`` begins the codes of cameras that have none of their own. ``url`` holds the address of a picture or of a
    stream; which one it is, scheme and ending say.
    """

    dataset: str
    code: str = ""
    name: str = "name"
    place: str = ""
    description: str = ""
    bearing: str = ""
    lon: str = "lon"
    lat: str = "lat"
    url: str = ""
    snapshot_url: str = ""
    stream_url: str = ""
    username: str = ""
    password: str = ""
    purpose: CameraPurpose = CameraPurpose.TRAFFIC
    agency: Agency | None = None

    def fields(self) -> list[str]:
        """The names of the file's fields that are asked for, positions left out."""
        single = (self.code, self.name, self.description, self.bearing, self.url, self.snapshot_url, self.stream_url)
        return [name for name in (*single, self.username, self.password, *_names(self.place)) if name]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the file: its number (of a CSV its line), what it says, and its position if it has one.

    ``problem`` says why it cannot be used at all.
    """

    number: int
    values: Mapping[str, object]
    position: tuple[float, float] | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """``reject_lines`` gives the lines of a file of the rows with those numbers and the reasons, to mend and import."""

    count: int
    rows: Iterator[Row]
    reject_lines: Callable[[Mapping[int, str]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class CameraRow:
    """A camera that a row describes; ``code`` is its own one, empty where the file has none."""

    draft: CameraDraft
    code: str
    source: SourceDraft
    stream: SourceDraft


def read_rows(path: Path, mapped: Mapped) -> Rows:
    """The rows of the file. Raises BadCameraFile when the file as a whole cannot be read, or lacks a named field."""
    if path.suffix.lower() == ".csv":
        return _csv_rows(path, mapped)
    try:
        file = open_features(path)
    except GeoError as error:
        raise BadCameraFile(error.message) from error
    features = list(file.features)
    _require({key for item in features for key in item.properties}, mapped.fields())
    rows = (Row(item.number, item.properties, _point_of(item), item.problem) for item in features)
    return Rows(file.count, rows, lambda reasons: _rejected_features(features, reasons))


def entry_of(row: Row, mapped: Mapped) -> CameraRow:
    """The camera that a row describes, with an empty code in its draft. Raises BadCamera with the reason in words."""
    if row.problem:
        raise BadCamera(row.problem)
    name = _text(row.values.get(mapped.name))
    if not name:
        raise BadCamera(_('The field "%(field)s" holds no name.') % {"field": mapped.name})
    if not all(map(storable, map(_text, row.values.values()))):
        raise BadCamera(_("The entry holds a character that cannot be stored."))
    if row.position is None:
        raise BadCamera(_("The entry has no position."))
    bearing = _text(row.values.get(mapped.bearing)) if mapped.bearing else ""
    draft = CameraDraft(
        code="",
        name=name,
        lon=row.position[0],
        lat=row.position[1],
        place=_joined(row.values, mapped.place),
        description=_text(row.values.get(mapped.description)) if mapped.description else "",
        bearing_deg=_degrees(bearing) if bearing else None,
        purpose=mapped.purpose,
        agency=mapped.agency,
    )
    source, stream = _addresses(row.values, mapped)
    return CameraRow(draft, _text(row.values.get(mapped.code)) if mapped.code else "", source, stream)


def code_of(text: str) -> str:
    """A camera's code as the file gives it. Raises BadCamera for one that would have to be cut or lose everything."""
    code = slugify(text)
    if not code or len(code) > 60:
        raise BadCamera(_('The code "%(code)s" must have 1 to 60 letters and digits.') % {"code": text[:80]})
    return code


def _addresses(values: Mapping[str, object], mapped: Mapped) -> tuple[SourceDraft, SourceDraft]:
    username, password = (_text(values.get(name)) if name else "" for name in (mapped.username, mapped.password))
    snapshot = _text(values.get(mapped.snapshot_url)) if mapped.snapshot_url else ""
    stream = _text(values.get(mapped.stream_url)) if mapped.stream_url else ""
    either = _text(values.get(mapped.url)) if mapped.url else ""
    if either and _is_stream(either):
        stream = stream or either
    else:
        snapshot = snapshot or either
    return SourceDraft(snapshot, username, password), SourceDraft(stream, username, password)


def _is_stream(url: str) -> bool:
    try:
        return stream_kind(url) is not StreamKind.OTHER
    except ValueError:
        return False


def _csv_rows(path: Path, mapped: Mapped) -> Rows:
    try:
        file = csv_reader.read_csv(path, most_rows=100_000)
        csv_reader.require_columns(file, [*mapped.fields(), mapped.lon, mapped.lat])
    except OSError as error:
        raise BadCameraFile(_("The file cannot be read as CSV: %(why)s") % {"why": str(error)[:200]}) from error
    except BadInput as error:
        raise BadCameraFile(error.message) from error

    def rejected(reasons: Mapping[int, str]) -> Iterator[str]:
        chosen = [csv_reader.Rejected(row, reasons[row.line]) for row in file.rows if row.line in reasons]
        return csv_reader.reject_file(file, chosen)

    rows = (_csv_row(row, mapped) for row in file.rows)
    return Rows(len(file.rows), rows, rejected)


def _rejected_features(features: Sequence[Feature], reasons: Mapping[int, str]) -> Iterator[str]:
    rows: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "properties": {**item.properties, csv_reader.REJECT_REASON: reasons[item.number]},
            "geometry": None if item.geometry is None else mapping(item.geometry),
        }
        for item in features
        if item.number in reasons
    ]
    yield json.dumps({"type": "FeatureCollection", "features": rows}, default=str, indent=1)


def _require(present: set[str], asked: Sequence[str]) -> None:
    missing = [name for name in asked if name not in present]
    if missing and present:
        text = _("The file has no field %(missing)s. Its fields are: %(columns)s.")
        raise BadCameraFile(text % {"missing": ", ".join(missing), "columns": ", ".join(sorted(present))})


def _point_of(feature: Feature) -> tuple[float, float] | None:
    point = feature.geometry
    return (point.x, point.y) if isinstance(point, Point) and not point.is_empty else None


def _csv_row(row: csv_reader.CsvRow, mapped: Mapped) -> Row:
    position, problem = None, row.problem
    try:
        position = read_position(row.values.get(mapped.lon), row.values.get(mapped.lat))
    except BadInput as error:
        problem = problem or str(error)
    return Row(row.line, row.values, position, problem)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _joined(values: Mapping[str, object], names: str) -> str:
    return ", ".join(text for name in _names(names) if (text := _text(values.get(name))))


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadCamera(_('The bearing "%(text)s" is no number.') % {"text": text[:20]}) from None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
