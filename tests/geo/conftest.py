"""A small country of squares, and ways to write it to files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from geo.imports.areas import import_areas

Entry = tuple[str, str, BaseGeometry | None]
Writer = Callable[..., Path]

SQUARES: list[Entry] = [
    ("12", "Sumatera Utara", box(97.0, 2.0, 100.0, 4.0)),
    ("12.06", "Kabupaten Karo", box(98.0, 3.0, 98.8, 3.4)),
    ("12.06.12", "Simpang Empat", box(98.4, 3.1, 98.5, 3.2)),
    ("12.06.16", "Naman Teran", box(98.3, 3.1, 98.4, 3.2)),
    ("12.06.12.2018", "Lingga", box(98.44, 3.12, 98.48, 3.15)),
    ("12.06.16.2014", "Sigarang-Garang", box(98.34, 3.12, 98.38, 3.15)),
]


def collection(entries: list[Entry]) -> dict[str, Any]:
    """A GeoJSON document with the usual properties."""
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code, "nama": name},
            "geometry": mapping(shape) if shape is not None else None,
        }
        for code, name, shape in entries
    ]
    return {"type": "FeatureCollection", "features": features}


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Writes entries, or a document, as a GeoJSON file."""

    def writer(content: list[Entry] | dict[str, Any], name: str = "areas.geojson") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(content if isinstance(content, dict) else collection(content)))
        return path

    return writer


@pytest.fixture
def squares(db: None, write: Writer) -> None:
    """The small country, imported."""
    import_areas([write(SQUARES)])
