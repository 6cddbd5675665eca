"""OwnTracks over MQTT: this gateway is a client of a broker, which keeps what it has not acknowledged.

The session is persistent and every message is acknowledged by hand, after its commit. A message that cannot be stored
ends the connection; the broker then sends it, and all others without acknowledgement, to the next one.

Of all gateways that share a database one at a time is the client, for a broker knows a session by one name: it holds
an advisory lock of the database, which ends with it, and with the database.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator
from typing import Any, Final

import aiomqtt
import psycopg

from fleet.gateway.broker import Broker
from fleet.gateway.errors import Unavailable
from fleet.gateway.group_commit import GroupCommit
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols import owntracks
from fleet.protocols.fix import Rejected
from fleet.protocols.owntracks.post import BASE_TOPIC, identity_from_topic
from fleet.protocols.rejection import RejectionReason, reason

logger = logging.getLogger(__name__)
TOPICS: Final = [(f"{BASE_TOPIC}/+/+", 1), (f"{BASE_TOPIC}/+/+/+", 1)]
WINDOW: Final = 1_000
"""How many messages may wait for their commit; the broker's own limit of unacknowledged ones should not be above it."""
MAX_BODY_BYTES: Final = 256 * 1024
_LOCK: Final = 0x70616E_6D717474
FIRST_PAUSE_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0
LOOK_AT_LOCK_S: Final = 5.0

Waiting = tuple[aiomqtt.Message, asyncio.Future[None] | None]


class _Client(aiomqtt.Client):
    """A client that acknowledges only what it is told to."""

    def __init__(self, broker: Broker) -> None:
        super().__init__(
            broker.host,
            broker.port,
            username=broker.user,
            password=broker.password,
            identifier=broker.client_id,
            clean_session=False,
            keepalive=30,
            timeout=10,
            # Above the window of unacknowledged messages, so that only those without a promise are dropped.
            max_queued_incoming_messages=4 * WINDOW,
            tls_context=ssl.create_default_context() if broker.tls else None,
        )
        self._client.manual_ack_set(True)

    def acknowledge(self, message: aiomqtt.Message) -> None:
        """Tell the broker that it may forget a message."""
        if message.qos:
            self._client.ack(message.mid, message.qos)


class OwntracksSubscriber:
    """Keeps the connection to the broker for ever, or tries to."""

    def __init__(self, commits: GroupCommit, database: str, broker: Broker) -> None:
        self._commits = commits
        self._database = database
        self._broker = broker
        self._pause_s = FIRST_PAUSE_S

    async def run(self) -> None:
        """Receive and store, for ever; only being cancelled ends it. Nothing else of the gateway waits for it."""
        while True:
            try:
                await self._turn()
            except* (aiomqtt.MqttError, OSError) as errors:
                logger.warning("no broker: %s", _first(errors))
            except* Unavailable:
                logger.warning("what came over MQTT could not be stored; it will come again")
            except* (psycopg.Error, TimeoutError) as errors:
                logger.warning("MQTT waits for the database: %s", _first(errors))
            except* Exception as errors:
                logger.error("the client of the broker failed and begins anew", exc_info=_first(errors))
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)

    async def _turn(self) -> None:
        async with _alone(self._database) as lock:
            if lock is None:
                self._pause_s = LOOK_AT_LOCK_S / 2
                return
            async with _Client(self._broker) as client:
                await client.subscribe(TOPICS)
                logger.info("MQTT: client %s of %s:%d", self._broker.client_id, self._broker.host, self._broker.port)
                waiting: asyncio.Queue[Waiting] = asyncio.Queue(WINDOW)
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._receive(client, waiting))
                    group.create_task(self._acknowledge(client, waiting))
                    group.create_task(_hold(lock))

    async def _receive(self, client: _Client, waiting: asyncio.Queue[Waiting]) -> None:
        async for message in client.messages:
            await waiting.put((message, self._offer(message)))

    async def _acknowledge(self, client: _Client, waiting: asyncio.Queue[Waiting]) -> None:
        """In the order in which they came, as the protocol demands it."""
        while True:
            message, stored = await waiting.get()
            if stored is not None:
                await stored
                self._pause_s = FIRST_PAUSE_S
            client.acknowledge(message)

    def _offer(self, message: aiomqtt.Message) -> asyncio.Future[None] | None:
        """When the message is durable; None: it holds nothing to store. Raises Unavailable."""
        identity = identity_from_topic(str(message.topic))
        payload = message.payload
        if not identity or not isinstance(payload, bytes):
            return None
        post = owntracks.Post(payload[:MAX_BODY_BYTES], identity)
        messages = owntracks.decode(post)
        if len(payload) > MAX_BODY_BYTES:
            messages = [Rejected(reason(RejectionReason.FRAME_TOO_LONG, len(payload)), identity)]
        if not messages:
            return None
        part = owntracks.splitter(post)
        stored = self._commits.enqueue(
            Delivery(messages, now_us(), owntracks.NAME, "mqtt", "", lambda index: part(index).to_bytes())
        )
        stored.add_done_callback(_look_at)
        return stored


@contextlib.asynccontextmanager
async def subscribed(commits: GroupCommit, database: str, broker: Broker | None) -> AsyncIterator[list[str]]:
    """Be a client of the broker meanwhile; gives a line that says of which."""
    if broker is None:
        yield []
        return
    running = asyncio.create_task(OwntracksSubscriber(commits, database, broker).run(), name="mqtt")
    try:
        yield [f"owntracks mqtt {broker.host}:{broker.port}"]
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@contextlib.asynccontextmanager
async def _alone(database: str) -> AsyncIterator[psycopg.AsyncConnection[Any] | None]:
    """A connection that holds the lock, or None while another gateway does. Raises psycopg.Error."""
    connection = await psycopg.AsyncConnection[Any].connect(
        database, autocommit=True, connect_timeout=5, application_name="pantau-mqtt"
    )
    async with connection:
        cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        row = await cursor.fetchone()
        yield connection if row is not None and row[0] else None


async def _hold(lock: psycopg.AsyncConnection[Any]) -> None:
    """Raise as soon as the database, and with it the lock, is gone."""
    while True:
        await asyncio.sleep(LOOK_AT_LOCK_S)
        async with asyncio.timeout(LOOK_AT_LOCK_S):
            await lock.execute("SELECT 1")


def _look_at(stored: asyncio.Future[None]) -> None:
    """Ask for the outcome, since nobody may be left to do so once the connection has ended."""
    if not stored.cancelled():
        stored.exception()


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first real error of a group of groups."""
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
