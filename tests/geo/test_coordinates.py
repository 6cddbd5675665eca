"""Coordinates as people type them."""

import pytest

from geo.coordinates import parse_coordinates


@pytest.mark.parametrize(
    "text",
    [
        "3.17, 98.392",
        "3.17 98.392",
        "3,17 98,392",
        "3,17; 98,392",
        "98.392, 3.17",
        "3°10'12\"N 98°23'31.2\"E",
        "3°10'12\" LU, 98°23'31.2\" BT",
        "98.392 E, 3.17 N",
        "N 3.17 E 98.392",
    ],
)
def test_it_understands_the_usual_ways_of_writing_a_position(text: str) -> None:
    position = parse_coordinates(text)
    assert position is not None
    assert position.lat == pytest.approx(3.17, abs=1e-6)
    assert position.lon == pytest.approx(98.392, abs=1e-6)


def test_it_puts_southern_latitudes_below_zero() -> None:
    position = parse_coordinates("0°01'30\" LS 109°20'00\" BT")
    assert position is not None
    assert position.lat == pytest.approx(-0.025)


@pytest.mark.parametrize(
    "text",
    ["", "Lingga", "12.06.01", "3.17", "Jalan 12 Nomor 4", "3 N 4 N", "91 181", "3°70' 98°10'", "Kabanjahe 3, 98"],
)
def test_it_leaves_other_text_alone(text: str) -> None:
    assert parse_coordinates(text) is None
