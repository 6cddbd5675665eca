"""One connected client, as the hub sees it: what it may see, what it looks at, and what waits to be sent to it."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final

MAX_WAITING_MESSAGES: Final = 2_000
"""A client that is this many events behind is cut off; it reconnects and resumes by number."""

MAX_WAITING_FRAMES: Final = 8
"""Frames beyond this are dropped, and their cells sent anew once the client can take data again."""

TOO_SLOW: Final = 4408
"""The close code of a client that does not take its events; it reconnects and resumes."""

Send = Callable[[str | bytes], Awaitable[None]]


class Viewer:
    """Holds what is to be sent; a single writer takes it out, so that a slow client delays nobody but itself."""

    def __init__(self, user_id: int, audience: str) -> None:
        self.user_id = user_id
        self.audience = audience
        self.cells: frozenset[int] = frozenset()
        self.last_number = 0
        self.holding = True
        """While a snapshot or a resume is being read, events wait; the writer must not overtake it."""
        self.closing: int | None = None
        self._held: list[tuple[int, str]] = []
        self._messages: deque[str] = deque()
        self._frames: deque[tuple[int, bytes]] = deque()
        self._stale_cells: set[int] = set()
        self._wake = asyncio.Event()

    @property
    def agency(self) -> int | None:
        """The agency whose vehicles alone may be seen; None for the whole region."""
        kind, _, number = self.audience.partition(":")
        return int(number) if kind == "agency" else None

    def sees(self, audiences: frozenset[str]) -> bool:
        """Whether an event for ``audiences`` is for this client; what is public is for everyone."""
        return self.audience in audiences or "public" in audiences

    def say(self, message: dict[str, Any]) -> None:
        """Queue a JSON message."""
        self._queue(json.dumps(message, separators=(",", ":"), ensure_ascii=False))

    def say_raw(self, text: str) -> None:
        """Queue a message that is JSON already."""
        self._queue(text)

    def offer_event(self, number: int, text: str) -> None:
        """Queue an event unless the client already has it."""
        if self.closing is not None:
            return
        if self.holding:
            if len(self._held) >= MAX_WAITING_MESSAGES:
                self.close(TOO_SLOW)
                return
            self._held.append((number, text))
        elif number > self.last_number:
            self.last_number = number
            self._queue(text)

    def release(self, number: int) -> None:
        """The client now has everything up to ``number``: send on what was held back meanwhile."""
        self.last_number = max(self.last_number, number)
        self.holding = False
        held, self._held = self._held, []
        for at, text in held:
            self.offer_event(at, text)

    def offer_frame(self, cell: int, frame: bytes) -> None:
        """Queue a frame of changes, or mark its cell to be sent anew when too many wait already."""
        if cell in self._stale_cells or self.closing is not None:
            return
        if len(self._frames) >= MAX_WAITING_FRAMES:
            self._stale_cells.add(cell)
            return
        self._frames.append((cell, frame))
        self._wake.set()

    def offer_snapshot(self, cell: int, frame: bytes) -> None:
        """Queue a cell's snapshot; older frames of the cell that still wait are void."""
        self._frames = deque(entry for entry in self._frames if entry[0] != cell)
        self._stale_cells.discard(cell)
        self._frames.append((cell, frame))
        self._wake.set()

    def take_stale_cells(self) -> set[int]:
        """The cells that must be sent anew, once nothing waits any more."""
        if self._frames or not self._stale_cells:
            return set()
        stale, self._stale_cells = self._stale_cells & self.cells, set()
        return stale

    def close(self, code: int) -> None:
        """Ask the writer to end the connection; for one that is too slow, what waits is dropped at once."""
        self.closing = self.closing or code
        if code == TOO_SLOW:
            self._held.clear()
            self._messages.clear()
            self._frames.clear()
        self._wake.set()

    async def write(self, send: Send) -> int:
        """Send what waits, events first, until ``close`` was called; returns the close code.

        ``send`` waits while the client's buffer is full, and with it only this writer.
        """
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._messages or self._frames:
                await send(self._messages.popleft() if self._messages else self._frames.popleft()[1])
            if self.closing is not None:
                return self.closing

    def _queue(self, text: str) -> None:
        if len(self._messages) >= MAX_WAITING_MESSAGES:
            self.close(TOO_SLOW)
            return
        self._messages.append(text)
        self._wake.set()
