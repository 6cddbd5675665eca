"""A foreign list of complaints as rows: CSV in any usual encoding, or GeoJSON."""

import json
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from kit.csv_reader import MAX_BYTES, MAX_ROWS, CsvFile, CsvRow, read_csv
from kit.errors import BadInput
from kit.text import storable

GEOJSON: Final = frozenset({".geojson", ".json"})


def read_list(path: Path) -> CsvFile:
    """The rows of ``path``. Of GeoJSON, properties become columns and a point's position the columns lon and lat.

    Raises BadInput where the file as a whole cannot be read, and OSError.
    """
    return _features(path) if path.suffix.lower() in GEOJSON else read_csv(path)


def _features(path: Path) -> CsvFile:
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(_("The file is too large. Split it."))
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput(_("The file is not GeoJSON.")) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise BadInput(_("The file holds no features; a GeoJSON FeatureCollection is needed."))
    if len(features) > MAX_ROWS:
        raise BadInput(_("The file has more than %(limit)d rows. Split it.") % {"limit": MAX_ROWS})
    values = [_values(feature) for feature in features]
    columns = list(dict.fromkeys(name for row in values for name in row))
    rows = [_row(number, row, columns) for number, row in enumerate(values, start=1)]
    return CsvFile(columns, rows, "utf-8", ",")


def _values(feature: Any) -> dict[str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    values = {str(name): _cell(value) for name, value in (properties or {}).items()}
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if isinstance(coordinates, list) and len(coordinates) >= 2 and geometry and geometry.get("type") == "Point":
        values["lon"], values["lat"] = _cell(coordinates[0]), _cell(coordinates[1])
    if isinstance(feature, dict) and "id" in feature:
        values.setdefault("id", _cell(feature["id"]))
    return values


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(number: int, values: dict[str, str], columns: list[str]) -> CsvRow:
    cells = [values.get(name, "") for name in columns]
    problem = "" if all(storable(cell) for cell in cells) else _("The row holds a character that cannot be stored.")
    return CsvRow(number, dict(zip(columns, cells, strict=True)), cells, problem)
