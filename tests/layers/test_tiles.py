"""Vector tiles."""

import gzip
import math

import pytest
from django.db import connection
from django.test import Client

from benchmarks._centre import draw_zones
from layers import tiles
from layers.actions.retire_zone import retire_zone
from layers.models import Zone
from tests.layers.drawings import SINABUNG, published
from tests.world import World


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """The tile numbers of a place."""
    scale = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * scale), int(y * scale)


def address(zoom: int = 12, source: str = "zones") -> str:
    x, y = tile_of(*SINABUNG, zoom)
    return f"/tiles/{source}/{zoom}/{x}/{y}.mvt"


def test_a_published_zone_is_in_its_tile(world: World, client: Client) -> None:
    published(world.dewi)
    answer = client.get(address())
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert b"KRB III Sinabung" in answer.content


def test_a_tile_without_anything_has_no_content(world: World, client: Client) -> None:
    assert client.get("/tiles/zones/12/0/0.mvt").status_code == 204


@pytest.mark.parametrize("path", ["/tiles/zones/3/8/0.mvt", "/tiles/zones/40/0/0.mvt", "/tiles/nothing/0/0/0.mvt"])
def test_there_is_no_tile_outside_the_world(db: None, client: Client, path: str) -> None:
    answer = client.get(path, headers={"accept": "text/html"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_tile")


def test_it_rejects_parameters_that_it_does_not_know(db: None, client: Client) -> None:
    assert client.get(address() + "?style=x").status_code == 400


def test_a_browser_that_has_the_tile_is_told_so_until_a_zone_changes(world: World, client: Client) -> None:
    zone = published(world.dewi)
    etag = client.get(address())["ETag"]
    same = client.get(address(), headers={"If-None-Match": etag})
    retire_zone(world.dewi, zone.pk, zone.revision)
    after = client.get(address(), headers={"If-None-Match": etag})
    assert (same.status_code, after.status_code) == (304, 204)


def test_a_tile_is_compressed_for_those_who_can(world: World, client: Client) -> None:
    published(world.dewi)
    answer = client.get(address(), headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == client.get(address()).content


def test_a_tile_is_found_by_the_spatial_index(db: None) -> None:
    draw_zones(1000, 8)  # over the regency, so that it is worth not to read all of them
    Zone.objects.update(shown=True)
    x, y = tile_of(*SINABUNG, 12)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE layers_zone, layers_zoneversion")
        cursor.execute("EXPLAIN " + tiles.SOURCES["zones"].sql, tiles.tile_values(12, x, y))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "layers_zoneversion_geometry" in plan


PLACES = [(-179.7, 10.0), (179.7, -8.0), (0.3, 0.3), SINABUNG, (140.7, -2.6), (-64.2, -31.4), (98.0, 84.0)]


@pytest.mark.parametrize("zoom", range(13))
def test_the_tiles_of_a_zoom_hold_every_zone(world: World, client: Client, zoom: int) -> None:
    for number, (lon, lat) in enumerate(PLACES):
        published(world.dewi, name=f"place {number} of the world", geometry=square(lon, lat))
    for number, (lon, lat) in enumerate(PLACES):
        x, y = tile_of(lon, lat, zoom)
        content = client.get(f"/tiles/zones/{zoom}/{x}/{y}.mvt").content
        assert f"place {number} of the world".encode() in content, (lon, lat, x, y)


def square(lon: float, lat: float, half: float = 0.3) -> dict[str, object]:
    west, east, south, north = lon - half, lon + half, lat - half, lat + half
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def test_a_zone_that_reaches_the_pole_is_drawn_as_far_as_the_map_goes(world: World, client: Client) -> None:
    polar = [[[100, 60], [180, 60], [180, 90], [100, 90], [100, 60]]]
    published(world.dewi, name="polar zone", geometry={"type": "Polygon", "coordinates": polar})
    for address in ("0/0/0", "1/1/0", "3/7/0", "3/7/1"):
        assert b"polar zone" in client.get(f"/tiles/zones/{address}.mvt").content, address
