"""Lengths, areas and circles on the ellipsoid."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from geo import measure

LONS = st.floats(94.0, 142.0)
LATS = st.floats(-11.5, 6.5)


def test_a_degree_along_the_equator_is_as_long_as_the_ellipsoid_says() -> None:
    assert measure.distance_m(98, 0, 99, 0) == pytest.approx(111_319.49, abs=0.01)


def test_the_area_of_a_hole_is_taken_off() -> None:
    shell, hole = box(98, 3, 98.2, 3.2), box(98.05, 3.05, 98.1, 3.1)
    holed = Polygon(shell.exterior, [hole.exterior])
    assert measure.area_m2(holed) == pytest.approx(measure.area_m2(shell) - measure.area_m2(hole))


def test_the_area_does_not_depend_on_the_way_the_rings_turn() -> None:
    shape = box(98, 3, 98.2, 3.2)
    assert measure.area_m2(MultiPolygon([shape.reverse()])) == pytest.approx(measure.area_m2(shape))


@given(lon=LONS, lat=LATS, bearing=st.floats(0, 359.9), metres=st.floats(1, 50_000))
def test_one_arrives_as_far_away_and_in_the_direction_one_set_out(
    lon: float, lat: float, bearing: float, metres: float
) -> None:
    end = measure.destination(lon, lat, bearing, metres)
    assert measure.distance_m(lon, lat, *end) == pytest.approx(metres, abs=1e-3)
    turned = (measure.bearing_deg(lon, lat, *end) - bearing + 180) % 360 - 180
    assert turned == pytest.approx(0, abs=0.01)


@given(lon=LONS, lat=LATS, radius=st.floats(100, 20_000))
def test_every_corner_of_a_circle_is_at_its_radius(lon: float, lat: float, radius: float) -> None:
    ring = measure.circle(lon, lat, radius, points=16).exterior.coords
    assert all(measure.distance_m(lon, lat, x, y) == pytest.approx(radius, abs=0.01) for x, y in ring)


def test_a_sector_lies_between_its_bearings() -> None:
    slice_ = measure.sector(98.392, 3.17, 5000, 90, 180)
    assert slice_.is_valid
    east_south = measure.destination(98.392, 3.17, 135, 4000)
    north = measure.destination(98.392, 3.17, 0, 4000)
    assert slice_.contains(
        Polygon([east_south, (east_south[0] + 1e-5, east_south[1]), (east_south[0], east_south[1] + 1e-5)])
    )
    assert not slice_.intersects(Polygon([north, (north[0] + 1e-5, north[1]), (north[0], north[1] + 1e-5)]))


def test_a_densified_line_keeps_its_ends_and_its_step() -> None:
    line = measure.densify([(98.4, 3.1), (98.5, 3.15)], 200)
    points = list(line.coords)
    assert points[0] == (98.4, 3.1) and points[-1] == (98.5, 3.15)
    assert all(measure.distance_m(*a, *b) <= 200 for a, b in pairwise(points))
