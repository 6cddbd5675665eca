"""The gateway process: doors, collector, writers, publisher, and their start and end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import psycopg
import psycopg_pool
import uvicorn

from fleet.gateway.collector import Collector
from fleet.gateway.database import Pool, make_pool
from fleet.gateway.guard import guarded
from fleet.gateway.http import OsmandDoor
from fleet.gateway.options import GatewayOptions
from fleet.gateway.publisher import Publisher
from fleet.gateway.writer import Writer
from fleet.pipeline.partitions import Partitions

logger = logging.getLogger(__name__)


async def serve(options: GatewayOptions) -> None:
    """Run until SIGTERM or SIGINT. It starts without a database, too, and answers 503 until there is one.

    What is being stored when the signal comes is stored and acknowledged; raises what a writer died of.
    """
    async with _parts(options) as (door, running):
        server = uvicorn.Server(
            uvicorn.Config(
                door,
                host=options.host,
                port=options.osmand_port,
                loop="uvloop",
                http=guarded(options),
                ws="none",
                lifespan="off",
                interface="asgi3",
                access_log=False,
                log_config=None,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                backlog=4096,
                limit_concurrency=options.max_connections,
                timeout_keep_alive=options.keep_alive_seconds,
                timeout_graceful_shutdown=10,
            )
        )
        serving = asyncio.create_task(server.serve())
        ended, _ = await asyncio.wait([serving, *running], return_when=asyncio.FIRST_COMPLETED)
        if serving not in ended:
            server.should_exit = True
            await serving
        for task in ended:
            task.result()


@contextlib.asynccontextmanager
async def _parts(options: GatewayOptions) -> AsyncIterator[tuple[OsmandDoor, list[asyncio.Task[None]]]]:
    """The door, and the tasks that must not end before it."""
    pool = make_pool(options)
    await pool.open(wait=False)
    publisher = Publisher(options.redis_url)
    writer = Writer(pool, Partitions(), publisher)
    collector = Collector(writer.store, options)
    tasks = [asyncio.create_task(collector.run(), name=f"writer-{n}") for n in range(options.writers)]
    tasks.append(asyncio.create_task(publisher.run(), name="publisher"))
    try:
        yield OsmandDoor(collector, lambda: _reachable(pool), options), tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await publisher.close()
        await pool.close()


async def _reachable(pool: Pool) -> bool:
    try:
        async with pool.connection(timeout=1.0) as connection:
            await connection.execute("SELECT 1 FROM fleet_devicestate LIMIT 1")
    except (psycopg.Error, psycopg_pool.PoolTimeout):
        return False
    return True
