"""Geometries from outside: bounded in time and memory, refused in words, and never changed without saying so."""

import json
import math
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import shapely.geometry
from django.contrib.gis.gdal import OGRGeometry
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.cost import check_cost
from geo.errors import GeoError, SeveralLayers, UnusableGeometry
from geo.formats import open_features
from geo.measure import area_m2
from geo.projection import parse_crs
from geo.repair import repair_area
from geo.untrusted_geometry import read_geojson
from tests.geo.geopackages import write_geopackage


def test_the_mapping_of_a_shape_is_read_like_parsed_geojson() -> None:
    shape = shapely.MultiPolygon([shapely.box(98.5, 3.1, 98.6, 3.2)])
    assert read_geojson(shapely.geometry.mapping(shape)).equals(shape)


def star(corners: int) -> shapely.Polygon:
    """A star in which nearly every line crosses every other."""
    turn = np.arange(corners) * (corners // 2) * 2 * math.pi / corners
    return shapely.Polygon(np.column_stack([98 + 0.1 * np.cos(turn), 3 + 0.1 * np.sin(turn)]))


def spiral(corners: int, turns: int) -> shapely.Polygon:
    """A valid band, wound many times."""
    turn = np.linspace(0, turns * 2 * math.pi, corners // 2)
    out = 0.01 + 0.1 * turn / turn.max()
    inner = out - 0.05 / turns
    there, back = (np.column_stack([98 + r * np.cos(turn), 3 + r * np.sin(turn)]) for r in (out, inner))
    return shapely.Polygon(np.vstack([there, back[::-1]]))


def there_and_back(times: int) -> shapely.Polygon:
    return shapely.Polygon([*[(98, 3), (98.1, 3)] * times, (98.05, 3.1)])


def zigzag(corners: int) -> shapely.Polygon:
    """A valid comb of long oblique lines, whose bounding boxes all overlap."""
    x = np.linspace(0, 0.2, corners)
    y = np.where(np.arange(corners) % 2, 0.0, 0.2) + x
    return shapely.Polygon(np.vstack([np.column_stack([98 + x, 3 + y]), [[98.3, 3.9], [98.3, 2.9], [97.9, 2.9]]]))


def overlapping(count: int) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([shapely.Point(98 + at * 1e-5, 3).buffer(0.1) for at in range(count)])


@pytest.mark.parametrize(
    "shape",
    [star(701), star(2001), star(20_001), there_and_back(5000), overlapping(400)],
    ids=["star of 701", "star of 2001", "star of 20001", "line drawn 5000 times", "400 circles upon each other"],
)
def test_an_outline_that_would_cost_too_much_is_refused_before_it_is_repaired(shape: BaseGeometry) -> None:
    started = time.process_time()
    with pytest.raises(UnusableGeometry):
        repair_area(shape)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "shape",
    [spiral(10_000, 50), zigzag(3000), star(61), star(21)],
    ids=["spiral", "zigzag", "star of 61", "star of 21"],
)
def test_an_intricate_outline_is_taken_in_bounded_time(shape: BaseGeometry) -> None:
    started = time.process_time()
    outline, _repair = repair_area(shape)
    assert outline.is_valid and time.process_time() - started < 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(97, 99), st.floats(2, 4)), min_size=3, max_size=400))
def test_whatever_passes_the_check_of_cost_is_repaired_quickly_or_refused(points: list[tuple[float, float]]) -> None:
    started = time.process_time()
    try:
        outline, _repair = repair_area(shapely.Polygon(points))
    except GeoError:
        pass
    else:
        assert outline.is_valid
    assert time.process_time() - started < 3


def nested(depth: int) -> dict[str, Any]:
    geometry: dict[str, Any] = {"type": "Point", "coordinates": [98, 3]}
    for _ in range(depth):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    return geometry


RING = [[98, 3], [99, 3], [99, 4], [98, 3]]
WKB = shapely.to_wkb(shapely.Polygon(RING))


@pytest.mark.parametrize(
    "geometry",
    [
        nested(400),
        {"type": "Polygon", "coordinates": [[[[[[98, 3]]]]]]},
        {"type": "Polygon", "coordinates": [[["98,4", 3], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[[True, 3], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[[None, 3], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[[1e300, 3], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[[10**400, 3], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [[[float("nan"), 3], *RING[1:]]]},
        {"type": "Polygon", "coordinates": [RING[:3]]},
        {"type": "Polygon", "coordinates": {"a": 1}},
        {"type": "Curve\ud800", "coordinates": []},
        {"type": ["Polygon"], "coordinates": [RING]},
        {"type": "GeometryCollection", "geometries": 7},
        "POLYGON((0 0,1 1,1 0,0 0))",
        None,
    ],
)
def test_what_is_no_geojson_geometry_is_refused_in_words(geometry: object) -> None:
    with pytest.raises(UnusableGeometry) as refused:
        read_geojson(geometry)
    assert refused.value.message.encode()


@pytest.mark.parametrize("text", ["\ud800", "EPSG:\0", "x" * 100_000, "+proj=nonsense", "[" * 5000, "EPSG:99999999999"])
def test_a_reference_system_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(GeoError) as refused:
        parse_crs(text)
    assert refused.value.message.encode()


def test_a_hole_outside_its_shell_is_refused_and_does_not_become_land() -> None:
    shell = [(98, 3), (99, 3), (99, 4), (98, 4)]
    with pytest.raises(UnusableGeometry):
        repair_area(shapely.Polygon(shell, [[(100, 3), (100.5, 3), (100.5, 3.5)]]))
    inside, _repair = repair_area(shapely.Polygon(shell, [[(98.2, 3.2), (98.5, 3.2), (98.5, 3.5)]]))
    assert len(inside.geoms[0].interiors) == 1


def test_a_polygon_across_180_degrees_is_cut_there() -> None:
    ring = [(179, -17), (-179, -17), (-179, -16), (179, -16)]
    cut, _repair = repair_area(shapely.Polygon(ring))
    assert sorted(part.bounds for part in cut.geoms) == [(-180, -17, -179, -16), (179, -17, 180, -16)]
    assert area_m2(cut) == pytest.approx(area_m2(shapely.box(10, -17, 12, -16)), rel=0.001)
    wide = shapely.segmentize(shapely.box(-170, -60, 170, 60), 30)
    assert shapely.equals(repair_area(wide)[0], wide)


def geojson(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def feature(geometry: object, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_times_come_out_of_a_geopackage_as_they_are_in_it(tmp_path: Path) -> None:
    moments = ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000Z", "2023-06-30T23:59:59.500Z"]
    package = write_geopackage(tmp_path / "a.gpkg", {"zones": [(WKB, text, text) for text in moments]})
    values = [item.properties["valid_from"] for item in open_features(package).features]
    assert values == [datetime.fromisoformat(text) for text in moments]


def test_a_layer_of_several_is_chosen_and_styles_of_qgis_are_none(tmp_path: Path) -> None:
    only = write_geopackage(tmp_path / "one.gpkg", {"one": [(WKB, "A", None)]}, styles=True)
    assert open_features(only).count == 1
    both = write_geopackage(tmp_path / "two.gpkg", {"one": [(WKB, "A", None)], "two": [(WKB, "B", None)]}, styles=True)
    with pytest.raises(SeveralLayers) as several:
        open_features(both)
    assert several.value.layers == ("one", "two")
    assert [item.properties["name"] for item in open_features(both, layer="two").features] == ["B"]
    with pytest.raises(GeoError, match="one, two"):
        open_features(both, layer="three")


def test_curves_become_lines(tmp_path: Path) -> None:
    curve = OGRGeometry("CURVEPOLYGON(CIRCULARSTRING(98 3,98.1 3.1,98.2 3,98.1 2.9,98 3))")
    package = write_geopackage(tmp_path / "a.gpkg", {"round": [(bytes(curve.wkb), "A", None)]}, kind="CURVEPOLYGON")
    (item,) = open_features(package).features
    assert item.geometry is not None, item.problem
    assert item.geometry.area == pytest.approx(math.pi * 0.01, rel=0.01)


def test_a_position_at_zero_is_an_unknown_one(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", feature({"type": "Point", "coordinates": [0, 0]}, name="A"))
    (item,) = open_features(path).features
    assert item.geometry is None and item.problem


def test_a_cheap_outline_is_checked_cheaply() -> None:
    started = time.process_time()
    check_cost(shapely.Point(98, 3).buffer(0.1, 12_500))
    assert time.process_time() - started < 2
