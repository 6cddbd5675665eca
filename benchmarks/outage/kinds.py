"""The faults: each strikes, lasts for a while, and is mended."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import psycopg

from benchmarks.outage.centre import Centre
from benchmarks.outage.cutter import Cutter
from benchmarks.outage.devices import Device

SHARE: Final = 0.6
"""Of the connections, where connections are cut."""
STEPS_S: Final = (-7200.0, -90.0, -5.0, 5.0, 90.0, 7200.0)


class Scene:
    """What can be broken."""

    def __init__(self, centre: Centre, devices: Sequence[Device], cutters: Sequence[Cutter]) -> None:
        self.centre, self.devices, self.cutters = centre, devices, cutters


async def gateway_kill(scene: Scene, chance: random.Random) -> None:
    """kill -9 of one gateway; its devices go to the other."""
    victim = chance.choice(scene.centre.gateways)
    await victim.end(signal.SIGKILL)
    await asyncio.sleep(chance.uniform(0, 2))
    await victim.start()


async def postgres_kill(scene: Scene, chance: random.Random) -> None:
    """kill -9 of the postmaster."""
    await asyncio.to_thread(scene.centre.servers.cluster.kill)
    await asyncio.sleep(chance.uniform(0, 2))
    await scene.centre.postgres_back()


async def cut_by_device(scene: Scene, chance: random.Random) -> None:
    """Devices lose their connection in the middle of a frame, or before they hear the answer to it."""
    for _ in range(chance.randint(1, 4)):
        for device in scene.devices:
            if chance.random() < SHARE:
                device.cut = chance.choice(("half", "unheard"))
        await asyncio.sleep(chance.uniform(0.2, 1.0))


async def cut_on_the_way(scene: Scene, chance: random.Random) -> None:
    """The same, done by the network."""
    for _ in range(chance.randint(1, 4)):
        for cutter in scene.cutters:
            cutter.cut(chance, SHARE)
        await asyncio.sleep(chance.uniform(0.2, 1.0))


async def disk_full(scene: Scene, chance: random.Random) -> None:
    """No room left on the database's disk; in half of the cases for its log, too, which ends the server."""
    centre = scene.centre
    await asyncio.to_thread(centre.disk.fill, chance.randrange(1 << 17))
    try:
        if chance.random() < 0.5:
            await _use_up_log(centre)
        await asyncio.sleep(chance.uniform(1, 3))
    finally:
        centre.disk.clear()
    await centre.postgres_back()


async def _use_up_log(centre: Centre) -> None:
    """Fill the segments of the log that are there already, until another one cannot be made."""
    try:
        async with await psycopg.AsyncConnection.connect(centre.database, autocommit=True) as link:
            for _ in range(40):
                await link.execute("SELECT pg_logical_emit_message(false, 'bench', 'full'), pg_switch_wal()")
    except psycopg.Error:
        return


async def redis_gone(scene: Scene, chance: random.Random) -> None:
    """kill -9 of Redis."""
    redis = scene.centre.servers.redis
    await asyncio.to_thread(redis.kill)
    await asyncio.sleep(chance.uniform(0.1, 3))
    await asyncio.to_thread(redis.start)


async def clock_step(scene: Scene, chance: random.Random) -> None:
    """The clock of one gateway, or of both, is wrong for a while."""
    stepped = chance.sample(scene.centre.gateways, chance.randint(1, len(scene.centre.gateways)))
    for gateway in stepped:
        gateway.step_clock(chance.choice(STEPS_S))
    await asyncio.sleep(chance.uniform(0.5, 3))
    for gateway in stepped:
        gateway.step_clock(0)


Fault = Callable[[Scene, random.Random], Awaitable[None]]
FAULTS: Final[dict[str, Fault]] = {
    fault.__name__: fault
    for fault in (gateway_kill, postgres_kill, cut_by_device, cut_on_the_way, disk_full, redis_gone, clock_step)
}
