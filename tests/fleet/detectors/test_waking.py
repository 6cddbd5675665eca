"""Asking detectors only when something changes says the same as asking them about every fix."""

import math
import random
from typing import Any

import numpy as np
import orjson
import shapely
from asgiref.sync import async_to_sync
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleet.detectors import run, state_bits
from fleet.detectors.base import GAP_US, Raised, Sample
from fleet.pipeline import detect
from fleet.pipeline.batch import Batch
from fleet.pipeline.rows import Rows
from fleet.pipeline.states import Blob, States
from fleet.protocols.attributes import ALARM, Alarm
from fleet.protocols.fix import Fix
from fleet.rules.kinds import RuleKind
from fleet.rules.ruleset import Ruleset
from tests.fleet.detectors.tracks import MONDAY_NOON, PARKED, rule, ruleset
from tests.thoroughness import examples

SQUARES = {number: shapely.box(98.5 + 0.01 * number, 3.1, 98.505 + 0.01 * number, 3.105) for number in (5, 6)}
CLOSED = {"days": [[[0, 300], [720, 780], [1320, 1440]]] * 7}


def every_rule() -> Ruleset:
    """All detectors at once."""
    written = [
        rule(RuleKind.GEOFENCE),
        rule(RuleKind.ZONE_HOURS, number=2, zone=5, hours=CLOSED),
        rule(RuleKind.DWELL, number=3, minutes=5),
        rule(RuleKind.OVERSPEED, number=4, limit_kmh=60, seconds=20),
        rule(RuleKind.OVERSPEED, number=5, zone=6, limit_kmh=40, seconds=20),
        rule(RuleKind.DUTY, number=6, outside_area=True),
        *[
            rule(kind, number=10 + n)
            for n, kind in enumerate(RuleKind)
            if kind.value not in {"geofence", "zone_hours", "dwell", "overspeed", "duty", "papers"}
        ],
    ]
    return ruleset(*written, outlines=SQUARES)


def track(seed: int, count: int) -> list[Sample]:
    """A made-up drive: it moves and stands, switches on and off, speeds, sends alarms, falls silent for a while."""
    chance = random.Random(seed)
    us, lon, lat, state, speed = MONDAY_NOON + chance.randrange(7 * 86_400) * 1_000_000, 98.55, 3.1, PARKED, 0.0
    fixes = []
    for _ in range(count):
        us += round(chance.choice((1, 5, 10, 30, 60, 120, chance.randrange(1, 9000))) * 1e6)
        if chance.random() < 0.15:
            state ^= chance.choice((state_bits.MOVING, state_bits.IGNITION_ON, state_bits.EXTERNAL_POWER))
        if chance.random() < 0.02:
            state ^= state_bits.SOS
        moving = state & state_bits.MOVING
        speed = max(0.0, speed + chance.uniform(-8, 8)) if moving else 0.0
        if moving and chance.random() < 0.9:
            lon = min(max(lon + chance.uniform(-0.004, 0.004), 98.54), 98.57)
            lat = min(max(lat + chance.uniform(-0.002, 0.002), 3.098), 3.107)
        alarms = frozenset({chance.choice(list(Alarm)).value}) if chance.random() < 0.03 else frozenset[str]()
        fixes.append(Sample(us, chance.getrandbits(60), lon, lat, speed, state, alarms=alarms))
    return fixes


def placed(fixes: list[Sample], rules: Ruleset) -> list[Sample]:
    """The same with their zones, worked out one by one."""
    out: list[Sample] = []
    for now in fixes:
        before = out[-1] if out else now
        held = frozenset(n for n, square in SQUARES.items() if square.contains(shapely.Point(now.lon, now.lat)))
        way = shapely.LineString([(before.lon, before.lat), (now.lon, now.lat)])
        near = now.us - before.us <= GAP_US
        met = {n for n, square in SQUARES.items() if near and square.intersects(way)}
        out.append(now._replace(zones=held, crossed=frozenset(met) - held - before.zones))
    return out


def one_by_one(fixes: list[Sample], rules: Ruleset) -> list[Raised]:
    """Every detector about every fix, its memory taken through JSON."""
    memory: dict[str, Any] = {}
    found: list[Raised] = []
    before: Sample | None = None
    for now in fixes:
        seen = run.advance(memory, before or now, now, rules.rules_of(1, 7))
        memory = orjson.loads(orjson.dumps(seen.memory))
        before = now
        found += seen.raised
    return found


@async_to_sync
async def in_batches(fixes: list[Sample], rules: Ruleset, sizes: list[int]) -> list[Raised]:
    """As the pipeline does it."""
    found: list[Raised] = []
    states = States([3])
    states.secret_identity[0] = True
    rest = list(fixes)
    while rest:
        size = sizes[len(rest) % len(sizes)]
        part, rest = rest[:size], rest[size:]
        batch = Batch([], watch=rules, states=states, rows=rows_of(part))
        await detect.find_events(batch, None)  # type: ignore[arg-type]
        found += [one.raised for one in batch.events]
        states = as_read_again(states, part[-1])
    return found


def as_read_again(states: States, last: Sample) -> States:
    """The device as the next batch reads it from the database."""
    assert states.walked[0]
    json = orjson.dumps(states.memories[0]) if 0 in states.memories else states.read_memory(0)
    again = States([3])
    again.secret_identity[0] = True
    for name in ("seen_vehicle", "seen", "seen_content", "wake"):
        getattr(again, name)[0] = getattr(states, name)[0]
    again.remembered = Blob(json, np.array([0, len(json)]))
    speed = math.nan if last.speed_mps is None else last.speed_mps
    for name, value in (("vehicle", 1), ("lon", last.lon), ("lat", last.lat), ("speed", speed), ("state", last.state)):
        again.before[name][0] = value
    return again


def rows_of(part: list[Sample]) -> Rows:
    """The fixes as the steps before hand them on."""
    fixes = [Fix("x", now.lon, now.lat, attributes={ALARM: ",".join(now.alarms)} if now.alarms else {}) for now in part]
    rows = Rows(fixes, [0] * len(part), [now.us for now in part])
    rows.us = np.array([now.us for now in part])
    rows.lon, rows.lat = np.array([now.lon for now in part]), np.array([now.lat for now in part])
    rows.speed = np.array([math.nan if now.speed_mps is None else now.speed_mps for now in part])
    rows.state = np.array([now.state for now in part], np.int16)
    rows.content = np.array([now.content for now in part])
    rows.vehicle, rows.agency = np.full(len(part), 1), np.full(len(part), 7)
    rows.led = np.ones(len(part), np.bool_)
    return rows


@settings(max_examples=examples(30, 120), deadline=None)
@example(203, [1])  # the power is said to be cut by an alarm, and to be there by the same fix
@example(2500, [1])  # towed by the word of an alarm against its own bits, and then in fact
@given(st.integers(0, 10_000), st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_waking_detectors_only_when_something_changes_loses_nothing(seed: int, sizes: list[int]) -> None:
    rules = every_rule()
    fixes = track(seed, 150)
    expected = one_by_one(placed(fixes, rules), rules)
    assert in_batches(fixes, rules, sizes) == expected


def test_the_tracks_have_something_to_tell() -> None:
    rules = every_rule()
    said = {one.kind for seed in range(40) for one in one_by_one(placed(track(seed, 150), rules), rules)}
    assert len(said) >= 20
