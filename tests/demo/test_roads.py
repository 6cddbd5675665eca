"""The demo's roads are one network."""

import pytest
from shapely.geometry import Point

from demo.areas import outline
from demo.ground import ground_features
from demo.roads import graph, nodes, roads, route


def test_every_place_can_be_reached_from_every_other() -> None:
    assert [name for name in nodes() if name != "kabanjahe" and not route("kabanjahe", name)] == []


def test_every_named_place_lies_on_a_road() -> None:
    assert [name for name, place in nodes().items() if place not in graph()] == []


def test_the_roads_stay_within_the_regency() -> None:
    assert [road.code for road in roads() if not outline().contains(road.line)] == []


def test_the_way_from_kabanjahe_to_berastagi_is_as_long_as_it_is() -> None:
    assert sum(leg.length_m for leg in route("kabanjahe", "berastagi")) == pytest.approx(11_500, rel=0.1)


def test_a_way_is_made_of_neighbouring_points() -> None:
    place = nodes()["merek"]
    for leg in route("merek", "kutarayat"):
        assert leg in graph()[place]
        place = leg.end
    assert place == nodes()["kutarayat"]


def test_roads_do_not_cross_lake_toba() -> None:
    lake = next(item.geometry for item in ground_features() if item.properties["code"] == "danau-toba")
    assert lake is not None
    assert [road.code for road in roads() if road.line.intersects(lake)] == []


def test_the_ground_has_valid_shapes_and_one_code_each() -> None:
    features = list(ground_features())
    assert all(item.geometry is not None and item.geometry.is_valid for item in features)
    assert len({item.properties["code"] for item in features}) == len(features)


def test_the_peak_of_sinabung_is_where_it_is() -> None:
    peak = next(item.geometry for item in ground_features() if item.properties["code"] == "gunung-sinabung")
    assert peak == Point(98.392, 3.170)
