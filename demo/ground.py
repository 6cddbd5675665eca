"""The demo's roads, waters and peaks as features that `geo.imports.ground` takes."""

import json
from collections.abc import Iterator
from typing import Any

from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from demo.drawing import bent
from demo.roads import roads
from demo.tables import DATA
from geo.formats import Feature

SOURCE = "Demo; digambar sendiri"


def ground_features() -> Iterator[Feature]:
    """Every feature, numbered from 1."""
    number = 0
    for number, road in enumerate(roads(), start=1):
        properties = {"code": f"road-{road.code}", "kind": "road", "name": road.name, "class": road.road_class}
        yield Feature(number, properties, road.line)
    document = json.loads((DATA / "water.geojson").read_text(encoding="utf-8"))
    for extra, item in enumerate(document["features"], start=1):
        yield Feature(number + extra, item["properties"], _shape(item))


def _shape(item: dict[str, Any]) -> BaseGeometry:
    code: str = item["properties"]["code"]
    kind, drawn = item["geometry"]["type"], item["geometry"]["coordinates"]
    if kind == "Point":
        return Point(drawn[0], drawn[1])
    if kind == "Polygon":
        return Polygon(bent([(lon, lat) for lon, lat in drawn[0]], code, share=0.07))
    return LineString(bent([(lon, lat) for lon, lat in drawn], code, share=0.12))
