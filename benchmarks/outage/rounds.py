"""Round after round: load, one fault at some moment, all that was buffered delivered, and a look at what is there."""

import asyncio
import contextlib
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.outage.centre import Centre, own_centre
from benchmarks.outage.cutter import Cutter
from benchmarks.outage.devices import Device, Phone, Tracker
from benchmarks.outage.drive import PERIOD_S
from benchmarks.outage.kinds import FAULTS, Scene
from benchmarks.outage.verdict import Verdict, judge
from benchmarks.outage.witness import Witness

DRAIN_S: Final = 120.0


@dataclass(frozen=True)
class Plan:
    """How much, and with what luck. ``kinds``: only these faults, or all that are possible here."""

    rounds: int = 50
    seed: int = 1
    trackers: int = 30
    phones: int = 10
    fixes: int = 72
    kinds: tuple[str, ...] = ()


async def run_rounds(plan: Plan) -> dict[str, Any]:
    """The figures of the whole run on a centre made for it. Raises RuntimeError when something does not come back."""
    async with scene_of(plan) as (scene, witness):
        return await play(plan, scene, witness)


@contextlib.asynccontextmanager
async def scene_of(plan: Plan) -> AsyncIterator[tuple[Scene, Witness]]:
    """A centre, its devices at their connections, and somebody who watches the markers."""
    imeis = [f"{350_000_000_000_000 + n}" for n in range(plan.trackers)]
    phones = [f"phone-{n}" for n in range(plan.phones)]
    async with own_centre([*imeis, *phones]) as centre, contextlib.AsyncExitStack() as stack:
        by_tcp, by_http = [
            await stack.enter_async_context(Cutter(centre.ports[name])) for name in ("teltonika", "osmand")
        ]
        devices: list[Device] = [Tracker(imei, n, by_tcp.port, plan.seed) for n, imei in enumerate(imeis)]
        devices += [Phone(name, plan.trackers + n, by_http.port, plan.seed) for n, name in enumerate(phones)]
        await stack.enter_async_context(_sending(devices))
        witness = Witness(centre)
        await stack.enter_async_context(witness.watching())
        yield Scene(centre, devices, (by_tcp, by_http)), witness


async def play(plan: Plan, scene: Scene, witness: Witness) -> dict[str, Any]:
    """The rounds of the plan, and their figures."""
    began_ms, kinds = time.time_ns() // 1_000_000, _kinds(plan, scene.centre)
    faults: Counter[str] = Counter()
    worst, verdict = Verdict(), Verdict()
    for number in range(plan.rounds):
        seed = plan.seed * 1_000_003 + number
        chance = random.Random(seed)
        # Every kind in its turn, in an order of chance.
        kind = random.Random(plan.seed + number // len(kinds)).sample(kinds, len(kinds))[number % len(kinds)]
        faults[kind] += 1
        verdict = await _round(scene, kind, plan.fixes, chance, verdict)
        worst.double_events += verdict.double_events
        _say(f"round {number + 1}/{plan.rounds} seed {seed} {kind}: {verdict} {verdict.not_raised()}")
    whole = await judge(scene.centre, scene.devices, began_ms, plan.rounds)
    for note in [*whole.notes, *witness.moved_back[:20]]:
        _say(note)
    return {
        "rounds": plan.rounds,
        "acknowledged": whole.acknowledged,
        "missing": whole.missing,
        "double_rows": whole.double_rows,
        "double_events": max(whole.double_events, worst.double_events),
        "moved_back": len(witness.moved_back),
        "faults": dict(sorted(faults.items())),
        "events": whole.events,
        "missing_events": whole.missing_events,
        "reconnects": sum(device.connections - 1 for device in scene.devices),
        "looks": witness.looks,
        "markers_told": witness.told,
        "seed": plan.seed,
        "left_out": sorted(set(FAULTS) - set(kinds)),
    }


async def _round(scene: Scene, kind: str, fixes: int, chance: random.Random, before: Verdict) -> Verdict:
    began_ms = time.time_ns() // 1_000_000
    measuring = asyncio.gather(*(device.measure(fixes) for device in scene.devices))
    try:
        await asyncio.sleep(chance.uniform(0.1, 0.7) * fixes * PERIOD_S)
        await FAULTS[kind](scene, chance)
        await measuring
    finally:
        measuring.cancel()
    deadline = time.monotonic() + DRAIN_S
    while waiting := sum(len(device.waiting) for device in scene.devices):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{waiting} fixes were still not acknowledged {DRAIN_S:g} s after {kind}")
        await asyncio.sleep(0.02)
    return await judge(scene.centre, scene.devices, began_ms, 1, before)


def _kinds(plan: Plan, centre: Centre) -> Sequence[str]:
    wanted = plan.kinds or tuple(FAULTS)
    return [kind for kind in wanted if kind != "disk_full" or centre.disk.possible] or [*FAULTS][:1]


@contextlib.asynccontextmanager
async def _sending(devices: Sequence[Device]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(device.send()) for device in devices]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
