"""Searching for addresses as people write them: abbreviations and the order of parts do not matter."""

from itertools import permutations

import pytest
from django.utils import timezone

from geo.address import read_address
from geo.models import GroundFeature
from geo.search import search

LINGGA = ["Lingga", "Kec. Simpang Empat", "Kab. Karo", "Prov. Sumatera Utara"]


@pytest.fixture
def road(squares: None) -> None:
    """A road through the village, and a village that is called as it."""
    for code, name, line in (
        ("r1", "Jalan Jamin Ginting", "LINESTRING(98.45 3.13, 98.47 3.14)"),
        ("r2", "Gang Mawar", "LINESTRING(98.35 3.13, 98.36 3.14)"),
    ):
        GroundFeature.objects.create(
            code=code,
            kind="road",
            name=name,
            search_name=name.lower(),
            geometry=f"SRID=4326;{line}",
            imported_at=timezone.now(),
        )


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_order_of_the_parts_does_not_matter(squares: None, count: int) -> None:
    for parts in permutations(LINGGA[:count]):
        assert [place.name for place in search(", ".join(parts), 5)] == ["Lingga"], parts


@pytest.mark.parametrize(
    "text",
    [
        "Lingga, Kab. Karo",
        "Ds. Lingga, Kec. Simpang Empat",
        "Desa Lingga Kec. Simpang Empat Kab. Karo",
        "lingga kecamatan simpang empat",
        "Kel. Lingga, RT 03/RW 02, Kec Simpang Empat",
        "RT.003/RW.002 Lingga",
        "LINGGA,KARO",
    ],
)
def test_abbreviations_do_not_matter(squares: None, text: str) -> None:
    assert search(text, 5)[0].name == "Lingga"


@pytest.mark.parametrize(
    "text",
    ["Jl. Jamin Ginting", "jln jamin ginting", "Jalan Jamin Ginting", "Jl. Jamin Ginting, Lingga", "jamin ginting"],
)
def test_a_road_is_found_before_a_village_of_its_name(road: None, text: str) -> None:
    assert (search(text, 5)[0].kind, search(text, 5)[0].name) == ("road", "Jalan Jamin Ginting")


def test_a_road_is_narrowed_by_what_it_lies_in(road: None) -> None:
    assert [place.name for place in search("Gg. Mawar, Naman Teran", 5)] == ["Gang Mawar"]
    assert search("Gg. Mawar, Simpang Empat", 5) == []


def test_a_part_says_what_it_is(squares: None) -> None:
    assert search("Kec. Simpang Empat", 5)[0].kind == "district"
    assert search("Kab. Karo", 5)[0].kind == "regency"


def test_an_address_has_a_bounded_number_of_parts() -> None:
    assert len(read_address("a," * 60)) == 5
    assert read_address("RT 01 / RW 02") == [] and read_address(" , ,") == []
