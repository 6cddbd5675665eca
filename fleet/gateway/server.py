"""The gateway process: listeners, group commit, writers, publisher, and their start and end."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from socket import socket

import psycopg
import psycopg_pool
import uvicorn

from fleet.gateway.cot import cot_listeners
from fleet.gateway.database import Pool, make_pool
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.http_listener import Healthy, Message, Receive, Send
from fleet.gateway.http_positions import OsmandListener
from fleet.gateway.mqtt import subscribed
from fleet.gateway.mqtt_accounts import exported_accounts
from fleet.gateway.options import GatewayOptions
from fleet.gateway.owntracks_http import OwntracksListener
from fleet.gateway.port_router import PortRouter
from fleet.gateway.publisher import Publisher
from fleet.gateway.ruleset_refresher import RulesetRefresher
from fleet.gateway.sockets import address, listening
from fleet.gateway.trackers import CLOSED, trackers
from fleet.gateway.writer import Writer
from fleet.pipeline.partitions import Partitions
from fleet.protocols.streams import STREAMS
from kit.net.http_limits import limited_http

logger = logging.getLogger(__name__)
HttpApp = Callable[[Message, Receive, Send], Awaitable[None]]


class _Server(uvicorn.Server):
    """uvicorn without signal handlers: its own end the process before the trackers have their last answers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to ``serve``."""
        yield


async def serve(options: GatewayOptions) -> None:
    """Run until SIGTERM or SIGINT. It starts without a database, too, and answers 503 until there is one.

    What is being stored when the signal comes is stored and acknowledged; raises what a writer died of, and PortTaken.
    """
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    opened = _http_sockets(options)
    async with _parts(options) as (commits, healthy, running):
        server = http_server(http_listeners(opened, commits, healthy, options), options)
        stopping = asyncio.create_task(told.wait(), name="stop")
        async with (
            trackers(commits, options, STREAMS) as lines,
            cot_listeners(commits, options, options.cot) as cot_lines,
            subscribed(commits, options.database, options.broker) as mqtt_lines,
            exported_accounts(options.database, options.mqtt_accounts_file),
        ):
            serving = asyncio.create_task(server.serve(sockets=list(opened.values())))
            http_lines = ["{} http {}:{}".format(name, *address(one)) for name, one in opened.items()]
            for line in [*http_lines, *lines, *cot_lines, *mqtt_lines]:
                logger.info("listening: %s", line)
            ended, _ = await asyncio.wait([serving, stopping, *running], return_when=asyncio.FIRST_COMPLETED)
            server.should_exit = True
        await serving
        for task in ended:
            task.result()


def _http_sockets(options: GatewayOptions) -> dict[str, socket]:
    """Name of a listener -> its socket; that of OsmAnd is always there, for health is asked at it."""
    ports = {"osmand": options.osmand_port, "owntracks": options.owntracks_port}
    return {
        name: listening(options.host, port, whose=name, shared=options.share_ports)
        for name, port in ports.items()
        if port != CLOSED
    }


def http_listeners(
    opened: Mapping[str, socket], commits: GroupCommit, healthy: Healthy, options: GatewayOptions
) -> PortRouter:
    """The application behind ``http_server``; ``opened`` is the socket of each listener by its name."""
    kinds = {"osmand": OsmandListener, "owntracks": OwntracksListener}
    return PortRouter({address(one)[1]: kinds[name](commits, healthy, options) for name, one in opened.items()})


def http_server(listener: HttpApp, options: GatewayOptions) -> uvicorn.Server:
    """The server in front of all HTTP listeners, with its limits."""
    return _Server(
        uvicorn.Config(
            listener,
            loop="uvloop",
            http=limited_http(options.http),
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


@contextlib.asynccontextmanager
async def _parts(options: GatewayOptions) -> AsyncIterator[tuple[GroupCommit, Healthy, list[asyncio.Task[None]]]]:
    """The group commit, whether the database can be written, and the tasks that must not end before the listeners."""
    pool = make_pool(options)
    await pool.open(wait=False)
    publisher = Publisher(options.redis_url)
    refresher = RulesetRefresher()
    writer = Writer(pool, Partitions(), publisher, refresher)
    commits = GroupCommit(writer.store, options)
    tasks = [asyncio.create_task(commits.run(), name=f"writer-{n}") for n in range(options.writers)]
    tasks.append(asyncio.create_task(publisher.run(), name="publisher"))
    tasks.append(asyncio.create_task(refresher.run(), name="ruleset-refresher"))
    try:
        yield commits, lambda: _reachable(pool), tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        commits.close()
        await publisher.close()
        await pool.close()


async def _reachable(pool: Pool) -> bool:
    try:
        async with pool.connection(timeout=1.0) as connection:
            await connection.execute("SELECT 1 FROM fleet_devicestate LIMIT 1")
    except (psycopg.Error, psycopg_pool.PoolTimeout):
        return False
    return True
