"""Repair of areas: valid, polygonal, and nothing vanishes without a word."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import UnusableGeometry
from geo.measure import area_m2
from geo.repair import repair_area

RING = st.lists(st.tuples(st.floats(98, 99), st.floats(3, 4)), min_size=3, max_size=14)


@given(ring=RING)
def test_whatever_the_ring_the_result_is_a_valid_area_or_a_refusal(ring: list[tuple[float, float]]) -> None:
    try:
        shape, repair = repair_area(Polygon(ring))
    except UnusableGeometry:
        return
    assert shape.is_valid and isinstance(shape, MultiPolygon) and not shape.is_empty
    assert all(part.exterior.is_ccw for part in shape.geoms)
    assert repair.area_after_m2 == pytest.approx(area_m2(shape))


@given(ring=RING)
def test_repairing_twice_changes_nothing_more(ring: list[tuple[float, float]]) -> None:
    try:
        once, _ = repair_area(Polygon(ring))
    except UnusableGeometry:
        return
    twice, repair = repair_area(once)
    assert repair.reason == ""
    assert shapely.equals_exact(once, twice)


def test_a_valid_area_is_left_as_it_is() -> None:
    shape, repair = repair_area(box(98, 3, 98.1, 3.1))
    assert not repair.was_needed
    assert shape.equals(box(98, 3, 98.1, 3.1))


def test_an_island_drawn_twice_stays_land() -> None:
    inner, outer = box(98.02, 3.02, 98.04, 3.04), box(98, 3, 98.1, 3.1)
    shape, repair = repair_area(MultiPolygon([outer, inner]))
    assert "Nested shells" in repair.reason
    assert shape.equals(outer)


def test_a_crossed_ring_becomes_its_two_halves() -> None:
    shape, repair = repair_area(Polygon([(98, 3), (98.1, 3.1), (98.1, 3), (98, 3.1)]))
    assert "Self-intersection" in repair.reason
    assert len(shape.geoms) == 2


def test_points_and_lines_among_the_areas_are_left_out_and_said() -> None:
    shape, repair = repair_area(
        GeometryCollection([box(98, 3, 98.1, 3.1), Point(98, 3), LineString([(98, 3), (99, 4)])])
    )
    assert len(shape.geoms) == 1
    assert repair.was_needed


def test_heights_are_dropped() -> None:
    shape, _ = repair_area(shapely.force_3d(box(98, 3, 98.1, 3.1), z=1200))
    assert not shape.has_z


@pytest.mark.parametrize(
    "geometry", [Point(98, 3), LineString([(98, 3), (99, 4)]), Polygon([(98, 3), (98.1, 3.1), (98, 3)])]
)
def test_it_rejects_what_encloses_nothing(geometry: BaseGeometry) -> None:
    with pytest.raises(UnusableGeometry):
        repair_area(geometry)
