"""The demo's zones are as large as what was published."""

import pytest
from shapely.geometry import Point

from demo.zones import RINGS_KM, SINABUNG, all_zones
from geo.measure import bearing_deg, destination, distance_m
from layers.models import KINDS_OF
from layers.styles import PATTERNS

ZONES = {zone.code: zone for zone in all_zones()}


def test_zones_have_names_in_both_languages_and_kinds_that_go_with_their_purpose() -> None:
    for zone in all_zones():
        assert zone.name and zone.name_en and zone.shape.is_valid
        assert zone.kind in KINDS_OF[zone.purpose]
        assert zone.pattern in ("", *PATTERNS)


@pytest.mark.parametrize(("level", "radius_km"), RINGS_KM.items())
def test_the_rings_of_sinabung_have_the_published_radii(level: int, radius_km: float) -> None:
    ring = ZONES[f"sinabung-krb-{level}"].shape.exterior
    for lon, lat in ring.coords:
        assert distance_m(*SINABUNG, lon, lat) == pytest.approx(radius_km * 1000, abs=1)


@pytest.mark.parametrize(
    ("metres", "level"), [(1000, 3), (2950, 3), (3050, 2), (4950, 2), (5050, 1), (6950, 1), (7050, None)]
)
def test_a_point_lies_in_the_one_ring_of_its_distance(metres: float, level: int | None) -> None:
    point = Point(destination(*SINABUNG, 300, metres))
    found = [zone.level for code, zone in ZONES.items() if "krb" in code and zone.shape.contains(point)]
    assert found == ([level] if level else [])


@pytest.mark.parametrize(
    ("code", "radius_m", "bearings"),
    [("sinabung-sektor-tenggara", 5000, (90, 180)), ("sinabung-sektor-timur-laut", 4000, (0, 90))],
)
def test_the_sectors_reach_as_far_and_as_wide_as_recommended(
    code: str, radius_m: float, bearings: tuple[float, float]
) -> None:
    rim = [point for point in ZONES[code].shape.exterior.coords if point != SINABUNG]
    assert all(distance_m(*SINABUNG, *point) == pytest.approx(radius_m, abs=1) for point in rim)
    directions = [round(bearing_deg(*SINABUNG, *point), 3) % 360 for point in rim]
    assert (min(directions), max(directions)) == bearings
