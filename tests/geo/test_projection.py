"""Between reference systems, there and back."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from geo.errors import CoordinatesOutOfRange, UnknownReferenceSystem, UnusableGeometry
from geo.measure import distance_m
from geo.projection import WGS84, check_degrees, local_metric_crs, parse_crs, reproject, utm_crs

LONS = st.floats(94.0, 142.0)
LATS = st.floats(-11.5, 6.5)


@given(lon=LONS, lat=LATS)
def test_a_point_survives_the_way_to_utm_and_back(lon: float, lat: float) -> None:
    utm = utm_crs(lon, lat)
    back = reproject(reproject(Point(lon, lat), WGS84, utm), utm, WGS84)
    assert (back.x, back.y) == pytest.approx((lon, lat), abs=1e-9)


@given(lon=LONS, lat=LATS, east=st.floats(-0.2, 0.2), north=st.floats(-0.2, 0.2))
def test_a_local_metric_system_keeps_distances_from_its_centre(
    lon: float, lat: float, east: float, north: float
) -> None:
    moved = reproject(Point(lon + east, lat + north), WGS84, local_metric_crs(lon, lat))
    assert (moved.x**2 + moved.y**2) ** 0.5 == pytest.approx(distance_m(lon, lat, lon + east, lat + north), abs=0.01)


def test_karo_lies_in_utm_zone_47_north() -> None:
    assert utm_crs(98.39, 3.17).to_epsg() == 32647
    assert utm_crs(109.3, -0.03).to_epsg() == 32749


def test_it_says_which_coordinates_are_in_a_projected_system_and_what_to_do() -> None:
    with pytest.raises(CoordinatesOutOfRange, match="32647"):
        check_degrees(Polygon([(430000, 350000), (431000, 350000), (431000, 351000)]))


def test_it_says_when_longitude_and_latitude_are_swapped() -> None:
    with pytest.raises(CoordinatesOutOfRange, match=r"swapped|terbalik"):
        check_degrees(Point(3.17, 98.39))


def test_it_rejects_empty_and_infinite_geometry() -> None:
    with pytest.raises(UnusableGeometry):
        check_degrees(shapely.from_wkt("POLYGON EMPTY"))
    with pytest.raises(UnusableGeometry):
        check_degrees(Point(float("inf"), 3.0))


def test_it_rejects_an_unknown_reference_system() -> None:
    with pytest.raises(UnknownReferenceSystem):
        parse_crs("EPSG:999999")
