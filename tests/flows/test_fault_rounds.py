"""Rounds of the fault bench: devices under load, a fault each, and everything that was acknowledged is there, once."""

import asyncio
import time

from benchmarks.outage.centre import Centre
from benchmarks.outage.devices import Device
from benchmarks.outage.rounds import Plan, play, scene_of
from benchmarks.outage.verdict import judge

PLAN = Plan(rounds=3, seed=2026, trackers=10, phones=4, fixes=40, kinds=("gateway_kill", "cut_on_the_way", "disk_full"))
PROMISES = ("missing", "double_rows", "double_events", "moved_back")


def test_faults_cost_nothing_that_was_acknowledged_and_a_broken_promise_would_be_seen() -> None:
    asyncio.run(_rounds())


async def _rounds() -> None:
    async with scene_of(PLAN) as (scene, witness):
        began_ms = time.time_ns() // 1_000_000
        figures = await play(PLAN, scene, witness)
        assert {name: figures[name] for name in PROMISES} == dict.fromkeys(PROMISES, 0)
        assert figures["acknowledged"] == 14 * 40 * 3
        assert figures["reconnects"] > 0
        assert figures["looks"] > 20
        assert figures["markers_told"] > 100
        await _spoil(scene.centre, scene.devices[0])
        spoiled = await judge(scene.centre, scene.devices, began_ms, PLAN.rounds)
        assert (spoiled.missing, spoiled.double_rows, spoiled.double_events) == (1, 1, 1)


async def _spoil(centre: Centre, device: Device) -> None:
    """Lose one position, store another twice with other values, and raise one event twice."""
    lost, doubled = (step.unix_ms / 1000 for step in device.acknowledged[10:12])
    row = (
        "device_id = (SELECT id FROM fleet_device WHERE identity = %s) AND round(extract(epoch FROM fix_time), 3) = %s"
    )
    columns = "device_id, fix_time, arrival, vehicle_id, point, cell, state, marks"
    event = "device_id, kind, subject, vehicle_id, severity, since, raised_at, live, point, detail, causes"
    await centre.write(f"DELETE FROM fleet_position WHERE {row}", device.identity, lost)
    copied = f"INSERT INTO fleet_position ({columns}, content) SELECT {columns}, content + 1 FROM fleet_position"
    await centre.write(f"{copied} WHERE {row}", device.identity, doubled)
    await centre.write(
        f"INSERT INTO fleet_vehicleevent ({event}, time) SELECT {event}, time + interval '1 s' FROM fleet_vehicleevent"
        " WHERE kind = 'overspeed' ORDER BY time LIMIT 1"
    )
