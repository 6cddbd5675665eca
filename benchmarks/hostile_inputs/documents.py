"""JSON that costs much to read or to use: geometries, depth, long numbers."""

import json
import math
import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from benchmarks.hostile_inputs.http_client import Request, send
from benchmarks.hostile_inputs.target import Accounts, Tally, Target

Ring = list[list[float]]
_AT: Final = (98.5, 3.1)
_DIGITS: Final = "9" * 6_000


def star(vertices: int, step: int) -> Ring:
    """Every vertex is joined to the one ``step`` further around: all edges cross."""
    turns = [2 * math.pi * (n * step % vertices) / vertices for n in range(vertices)]
    return _closed([[_AT[0] + 0.1 * math.cos(t), _AT[1] + 0.1 * math.sin(t)] for t in turns])


def spiral(vertices: int) -> Ring:
    """Inward along many turns, and straight out through all of them."""
    turns = [(n / vertices, 80 * math.pi * n / vertices) for n in range(vertices)]
    return _closed([[_AT[0] + 0.1 * r * math.cos(t), _AT[1] + 0.1 * r * math.sin(t)] for r, t in turns])


def scribble(vertices: int, seed: int) -> Ring:
    """A line between random places, which crosses itself some ``vertices`` squared / 5 times."""
    chance = random.Random(seed)
    return _closed([[_AT[0] + chance.uniform(0, 0.2), _AT[1] + chance.uniform(0, 0.2)] for _ in range(vertices)])


def geometries(seed: int) -> Iterator[tuple[str, str]]:
    """GeoJSON geometries as text, with the name of their kind."""
    for vertices in (700, 2_000):
        half = vertices // 2 - 1
        for name, line in (
            ("star", star(vertices, half if math.gcd(half, vertices) == 1 else half - 1)),
            ("spiral", spiral(vertices)),
            ("scribble", scribble(vertices, seed)),
        ):
            yield f"{name} of {vertices}", _polygon([line])
    comb = [[_AT[0] + n * 1e-5, _AT[1] + (0.05 if n % 2 else 0.0)] for n in range(60_000)]
    yield "comb of 60000", _polygon([_closed(comb)])
    square = [[98.0, 3.0], [98.1, 3.0], [98.1, 3.1], [98.0, 3.1], [98.0, 3.0]]
    yield "holes", _polygon([square] + [[[98.05 + n * 1e-7, 3.05]] * 4 for n in range(5_000)])
    yield "overlapping parts", json.dumps({"type": "MultiPolygon", "coordinates": [[square]] * 2_000})
    for depth in (50, 450, 5_000):
        opening = '{"type":"GeometryCollection","geometries":[' * depth
        yield f"collections {depth} deep", opening + _polygon([square]) + "]}" * depth
        yield f"arrays {depth} deep", '{"type":"Polygon","coordinates":' + "[" * depth + "]" * depth + "}"
    for number in ("1e308", "1e999", "-1e308", "NaN", _DIGITS, f"0.{_DIGITS}", f"1e{'9' * 40}", "5e-324"):
        ring = f"[[{number},3.0],[98.1,3.0],[98.1,{number}],[{number},3.0]]"
        yield "huge coordinates", f'{{"type":"Polygon","coordinates":[{ring}]}}'


async def send_geometry(target: Target, tally: Tally, geometry: str) -> None:
    """As a planner draws, changes and imports it; as the query of what the public and staff may ask."""
    cookie = target.accounts.planner
    face = '"purpose":"hazard","kind":"flood"'
    drawn = f'{{{face},"name":"Zone","geometry":{geometry}}}'.encode()
    await send(target, tally, "zone drawn", Request("POST", "/api/v1/zones", drawn, cookie))
    changed = f'{{{face},"name":"Zone","revision":1,"geometry":{geometry}}}'.encode()
    await send(target, tally, "zone changed", Request("PUT", "/api/v1/zones/1", changed, cookie))
    feature = f'{{"type":"Feature","properties":{{}},"geometry":{geometry}}}'
    order = {"file_name": "zones.geojson", "geojson": feature, "purpose": "hazard", "kind": "flood"}
    body = json.dumps(order).encode()
    await send(target, tally, "zones imported", Request("POST", "/api/v1/zones/import", body, cookie))


@cache
def bodies() -> Sequence[bytes]:
    """Bodies for every API that takes JSON."""
    values = (
        "[" * 450 + "]" * 450,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 5_000 + "1" + "}" * 5_000,
        _DIGITS,
        f"-{_DIGITS}.{_DIGITS}e{_DIGITS}",
        "NaN",
        '"' + "\\u0000" * 1_000 + '"',
        '"\\ud800"',
        '"' + "a" * 2_000_000 + '"',
    )
    names = ("lon", "lat", "title", "category", "revision", "number", "note", "geometry", "level", "buffer_m")
    whole = [value.encode() for value in values]
    fields = [f'{{"{name}":{value}}}'.encode() for name in names for value in values[:8]]
    many = json.dumps({f"field-{n}": n for n in range(100_000)}).encode()
    lists = b"[" + b"[]," * 3_000_000 + b"0]"
    return [*whole, *fields, many, lists, b'{"a":1' * 1_000, b"\xff\xfe" * 1_000, b""]


APIS: Final = (
    ("POST", "/api/v1/complaints", "nobody"),
    ("POST", "/api/v1/zones", "planner"),
    ("PUT", "/api/v1/zones/1", "planner"),
    ("POST", "/api/v1/zones/import", "planner"),
    ("POST", "/api/v1/zones/1/publish", "planner"),
    ("POST", "/api/v1/zones/1/retire", "planner"),
    ("POST", "/api/v1/zones/1/restore", "planner"),
    ("POST", "/api/v1/fleet/events/1/acknowledge", "operator"),
)
_NUMBERS: Final = (_DIGITS, "1e999", "NaN", "-1", "9" * 20, "1" + "%30" * 500, "%00", "%ff", "[" * 900)
_QUERIES: Final = (
    ("/api/v1/places/at?lon={}&lat=3.1", ""),
    ("/api/v1/places?q={}", ""),
    ("/api/v1/zones.geojson?bbox={},3,99,4", ""),
    ("/api/v1/zones.geojson?limit={}", ""),
    ("/api/v1/areas?level=village&parent={}", ""),
    ("/api/v1/complaints?before={}", "operator"),
    ("/api/v1/tracks?from=2026-01-01T00:00:00Z&to={}", "operator"),
    ("/api/v1/fleet/near?lon={}&lat=3.1&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z", "operator"),
    ("/api/v1/fleet/vehicles?cursor={}", "operator"),
    ("/api/v1/cameras/seeing?lon={}&lat=3.1", "operator"),
    ("/api/v1/zones/{}", ""),
    ("/tiles/zones/9/{}/251.mvt", ""),
    ("/api/v1/complaints/{}", ""),
)


def requests(accounts: Accounts) -> Iterator[Request]:
    """Every body to every API, every number to every query."""
    sessions = {"planner": accounts.planner, "operator": accounts.operator}
    for method, path, who in APIS:
        for body in bodies():
            yield Request(method, path, body, sessions.get(who, ""))
    for path, who in _QUERIES:
        for number in _NUMBERS:
            yield Request("GET", path.format(number), b"", sessions.get(who, ""))


def _polygon(rings: list[Ring]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": rings})


def _closed(ring: Ring) -> Ring:
    return [*ring, ring[0]]
