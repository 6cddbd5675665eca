"""Group commit: what arrives within some tens of milliseconds becomes one transaction."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from fleet.gateway.errors import Unavailable
from fleet.gateway.options import GatewayOptions
from fleet.pipeline.delivery import Delivery

logger = logging.getLogger(__name__)
Store = Callable[[Sequence[Delivery]], Awaitable[None]]
Entry = tuple[Delivery, asyncio.Future[None], str]
"""A delivery, who waits for it, and whose it is."""


_STOPPING = Unavailable("the gateway is stopping")


class _Fault(Exception):
    """Something in a batch that its store did not expect."""


class GroupCommit:
    """Holds deliveries until a batch of them is stored; its waiters are then told, and not before."""

    def __init__(self, store: Store, options: GatewayOptions) -> None:
        self._store = store
        self._options = options
        self._waiting: deque[Entry] = deque()
        self._fixes = 0
        self._arrived = asyncio.Event()
        self._gathering = asyncio.Lock()
        self._storing = 0
        self._stored = asyncio.Event()
        self._busy: set[str] = set()

    @property
    def pending_fixes(self) -> int:
        """Records that wait for a commit to begin."""
        return self._fixes

    def enqueue(self, delivery: Delivery) -> asyncio.Future[None]:
        """A future that is done when the delivery is durable, or raises Unavailable. Raises Unavailable when full."""
        if self._fixes + len(delivery.messages) > self._options.pending_fixes:
            raise Unavailable
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, stored, delivery.identity))
        self._fixes += len(delivery.messages)
        self._arrived.set()
        return stored

    async def run(self) -> None:
        """Store batch after batch, for ever; only being cancelled ends it, never what a delivery holds.

        Several of these may run at once; one gathers while the others store. What a device sends next waits while
        something of it is being stored: two transactions at once would race, and the earlier fixes could come late.
        """
        while True:
            async with self._gathering:
                await self._arrived.wait()
                await self._turn()
                await self._linger()
                taken = self._take()
            if taken:
                await self._settle(taken)

    def close(self) -> None:
        """Tell those that still wait to come again: nobody stores anything any more."""
        waiting = list(self._waiting)
        self._waiting.clear()
        self._fixes = 0
        _tell(waiting, _STOPPING)

    async def _turn(self) -> None:
        """Wait until no other batch is being stored, or one of them takes its time.

        Two that begin together end together: then all phones are read while the database waits, and it works while
        they wait. In turns, the phones of one batch are read while the other is stored.
        """
        deadline = asyncio.get_running_loop().time() + self._options.turn_ms / 1000
        while self._storing:
            self._stored.clear()
            try:
                async with asyncio.timeout_at(deadline):
                    await self._stored.wait()
            except TimeoutError:
                return

    async def _linger(self) -> None:
        """Wait until the batch is full, nothing new comes any more, or it has waited long enough."""
        options = self._options
        if len(self._waiting) >= options.share_deliveries:
            return
        loop = asyncio.get_running_loop()
        deadline = loop.time() + options.linger_ms / 1000
        known = -1
        while known != self._fixes and self._fixes < options.batch_fixes and loop.time() < deadline:
            known = self._fixes
            await asyncio.sleep(options.quiet_ms / 1000)

    def _take(self) -> list[Entry]:
        taken: list[Entry] = []
        held: list[Entry] = []
        count, most = 0, self._share()
        while (
            self._waiting
            and len(taken) < most
            and (not taken or count + len(self._waiting[0][0].messages) <= self._options.batch_fixes)
        ):
            entry = self._waiting.popleft()
            if entry[2] in self._busy:
                held.append(entry)
                continue
            count += len(entry[0].messages)
            taken.append(entry)
        self._waiting.extendleft(reversed(held))
        self._busy.update(identity for _, _, identity in taken if identity)
        self._fixes -= count
        if not self._waiting or not taken:
            self._arrived.clear()
        return taken

    def _share(self) -> int:
        """How many deliveries a batch may have: where many wait, a part, so that the next batch is made ready while the
        database has this one. Of few all: a batch has its price, too."""
        return max(self._options.share_deliveries, len(self._waiting) // self._options.writers)

    async def _settle(self, taken: list[Entry]) -> None:
        """Tell the waiters of a batch; one with a fault in it is stored one delivery after another."""
        try:
            try:
                outcome = await self._outcome(taken)
                await asyncio.sleep(0)  # the next batch begins: the database has work while these are answered
                _tell(taken, outcome)
            except _Fault:
                for entry in taken:
                    await self._settle_alone(entry)
        finally:
            _tell(taken, _STOPPING)
            self._busy.difference_update(identity for _, _, identity in taken)
            if self._waiting:
                self._arrived.set()

    async def _settle_alone(self, entry: Entry) -> None:
        try:
            _tell([entry], await self._outcome([entry]))
        except _Fault:
            _tell([entry], Unavailable("this delivery cannot be stored"))

    async def _outcome(self, taken: list[Entry]) -> Unavailable | None:
        """None when all is stored, or why none of it is. Raises _Fault for everything that nobody has foreseen."""
        self._storing += 1
        try:
            await self._store([delivery for delivery, _, _ in taken])
        except Unavailable as error:
            return error
        except Exception as error:
            logger.exception("a batch of %d deliveries could not be stored", len(taken))
            raise _Fault from error
        finally:
            self._storing -= 1
            self._stored.set()
        return None


def _tell(taken: list[Entry], failure: Unavailable | None) -> None:
    """Answer those that have no answer yet."""
    for _, future, _ in taken:
        if future.done():
            continue
        if failure is None:
            future.set_result(None)
        else:
            future.set_exception(failure)
