"""The demo's areas tile: no gap, no overlap, every village in its district."""

from itertools import groupby

import pytest
import shapely
from shapely.geometry import Point

from demo.areas import DemoArea, all_areas, outline
from demo.tables import villages
from geo.measure import area_m2


def level(dots: int) -> list[DemoArea]:
    return [area for area in all_areas() if area.code.count(".") == dots]


def test_the_outline_is_about_as_large_as_the_regency() -> None:
    assert area_m2(outline()) / 1e6 == pytest.approx(2127, rel=0.02)


@pytest.mark.parametrize("dots", [2, 3])
def test_the_areas_of_a_level_tile_the_outline(dots: int) -> None:
    shapes = [area.shape for area in level(dots)]
    assert all(shape.is_valid for shape in shapes)
    assert shapely.union_all(shapes).symmetric_difference(outline()).area < 1e-6
    assert sum(shape.area for shape in shapes) == pytest.approx(outline().area, abs=1e-6)


def test_every_village_holds_its_seat_and_lies_in_its_district() -> None:
    districts = {area.code: area.shape for area in level(2)}
    seats = {village.code: Point(village.lon, village.lat) for village in villages()}
    for district, members in groupby(level(3), key=lambda area: area.code[:8]):
        for area in members:
            assert area.shape.contains(seats[area.code])
            assert area.shape.difference(districts[district]).area < 1e-9


def test_it_draws_the_same_every_time() -> None:
    first = {area.code: area.shape.wkb for area in all_areas()}
    all_areas.cache_clear()
    assert {area.code: area.shape.wkb for area in all_areas()} == first


def test_it_has_the_regency_its_districts_and_their_villages() -> None:
    assert len(all_areas()) == 1 + 17 + len(villages())
