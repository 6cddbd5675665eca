"""Which areas hold a point, what it is called, and where a name is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from shapely.geometry import box

from geo.gazetteer import areas_at, place_name, place_names, search, smallest_area_at
from geo.imports.areas import import_areas
from tests.geo.conftest import SQUARES, Writer

pytestmark = pytest.mark.django_db

IN_LINGGA = (98.46, 3.13)


def test_it_lists_the_areas_of_a_point_outermost_first(squares: None) -> None:
    names = [area.name for area in areas_at(*IN_LINGGA)]
    assert names == ["Sumatera Utara", "Kabupaten Karo", "Simpang Empat", "Lingga"]


def test_it_names_a_point_by_village_and_district(squares: None) -> None:
    assert place_name(*IN_LINGGA) == "Lingga, Simpang Empat"


def test_it_falls_back_to_what_is_known(squares: None) -> None:
    assert place_name(98.42, 3.18) == "Simpang Empat, Kabupaten Karo"
    assert place_name(97.5, 2.5) == "Sumatera Utara"
    assert place_name(100.5, 0) == ""


def test_the_smallest_area_outside_all_areas_is_none(squares: None) -> None:
    smallest = smallest_area_at(*IN_LINGGA)
    assert smallest is not None and smallest.code == "12.06.12.2018"
    assert smallest_area_at(0, 0) is None


def test_where_outlines_disagree_the_village_decides_its_district(write: Writer) -> None:
    beyond = ("12.06.12.2001", "Beyond", box(98.39, 3.1, 98.42, 3.12))
    import_areas([write([*SQUARES, beyond])])
    assert place_name(98.395, 3.11) == "Beyond, Simpang Empat"


def test_of_two_overlapping_villages_the_one_in_its_own_district_is_taken(write: Writer) -> None:
    overlapping = ("12.06.16.2001", "Neighbour", box(98.38, 3.1, 98.46, 3.14))
    import_areas([write([*SQUARES, overlapping])])
    assert place_name(98.45, 3.13) == "Lingga, Simpang Empat"
    assert place_name(98.39, 3.13) == "Neighbour, Naman Teran"


# A planner rightly reads a handful of rows without the index; a country has eighty thousand villages.
_MANY_VILLAGES = """
INSERT INTO geo_area (code, name, level, source, imported_at, area_m2, search_name, digest, geometry, point)
SELECT '99.01.01.' || lpad(n::text, 4, '0'), 'Far ' || n, 'village', 'made', now(), 1, 'far ' || n, '',
       ST_Multi(ST_MakeEnvelope(110 + n * 0.001, -2, 110.0009 + n * 0.001, -1.999, 4326)),
       ST_SetSRID(ST_MakePoint(110.0004 + n * 0.001, -1.9995), 4326)
FROM generate_series(1, 5000) AS n
"""


def test_a_lookup_asks_the_database_twice_and_uses_the_spatial_index(squares: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        areas_at(*IN_LINGGA)
    assert len(queries) == 2
    with connection.cursor() as cursor:
        cursor.execute(_MANY_VILLAGES)
        cursor.execute("ANALYZE geo_area")
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "geo_area_geometry" in plan


@pytest.mark.parametrize("text", ["lingga", "LINGGA", "Linggá", "lingg", "linga", "lingga, simpang empat"])
def test_it_finds_a_name_whatever_the_case_accent_or_small_mistake(squares: None, text: str) -> None:
    assert search(text, 5)[0].name == "Lingga"


@pytest.mark.parametrize("text", ["sigarang garang", "garang", "Sigaranggarang", "sigarang-garang"])
def test_it_finds_a_name_whatever_its_spacing(squares: None, text: str) -> None:
    assert search(text, 5)[0].name == "Sigarang-Garang"


def test_the_higher_area_comes_first_of_equal_names(write: Writer) -> None:
    import_areas([write([*SQUARES, ("12.06.12.2002", "Naman Teran", box(98.41, 3.11, 98.42, 3.12))])])
    assert [(place.kind, place.detail) for place in search("naman teran", 2)] == [
        ("district", "Kabupaten Karo, Sumatera Utara"),
        ("village", "Simpang Empat, Kabupaten Karo"),
    ]


def test_what_follows_a_comma_narrows_the_search(squares: None) -> None:
    assert search("lingga, naman teran", 5) == []


def test_a_result_has_its_point_and_its_box(squares: None) -> None:
    place = search("lingga", 1)[0]
    assert place.bbox == pytest.approx((98.44, 3.12, 98.48, 3.15))
    assert 98.44 < place.lon < 98.48 and 3.12 < place.lat < 3.15


def test_coordinates_are_answered_with_the_name_of_the_place(squares: None) -> None:
    (place,) = search("3.13, 98.46", 5)
    assert (place.kind, place.lon, place.lat, place.detail) == ("coordinates", 98.46, 3.13, "Lingga, Simpang Empat")


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "--", "'; drop table geo_area"])
def test_odd_input_is_harmless(squares: None, text: str) -> None:
    assert search(text, 5) == []


def test_many_points_are_named_as_each_alone_with_a_query_a_level(write: Writer) -> None:
    overlapping = ("12.06.16.2001", "Neighbour", box(98.38, 3.1, 98.46, 3.14))
    import_areas([write([*SQUARES, overlapping])])
    steps = [(97.4 + 0.17 * across, 2.4 + 0.11 * up) for across in range(14) for up in range(10)]
    points = [*steps, IN_LINGGA, (98.45, 3.13), (98.39, 3.13), (100.5, 0.0)]
    assert place_names(points) == [place_name(*point) for point in points]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        place_names([(98.465, 3.13)] * 50)
    assert len(queries) <= 2
    assert place_names([]) == []
