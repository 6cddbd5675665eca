"""One connected client, as the hub sees it: what it may see, what it looks at, and what waits to be sent to it."""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

MAX_WAITING_MESSAGES: Final = 2_000
"""A client that is this many events behind is cut off; it reconnects and resumes by number."""

MAX_WAITING_FRAMES: Final = 8
"""Frames beyond this are dropped, and their cells sent anew once the client can take data again."""

TOO_SLOW: Final = 4408
"""The close code of a client that does not take its events; it reconnects and resumes."""

Send = Callable[[str | bytes], Awaitable[None]]


class Credential(NamedTuple):
    """By what a client was let in: the user, and the session that the cookie named."""

    user_id: int
    session_key: str


class Viewer:
    """Holds what is to be sent; a single writer takes it out, so that a slow client delays nobody but itself.

    Nothing is sent to it before ``topics`` were set by the start message. What the client looks at is a state and not a
    queue: of the wishes that come between two looks of the hub the latest counts.
    """

    def __init__(self, user_id: int, audience: str, session_key: str = "") -> None:
        self.credential = Credential(user_id, session_key)
        self.audience = audience
        self.topics: frozenset[str] | None = None
        """The topics that the client wants; None before it has started."""
        self.connected_at = time.monotonic()
        self.cells: frozenset[int] = frozenset()
        self.wishes_acted_at = float("-inf")
        self.last_number = 0
        self.holding = True
        """While a snapshot or a resume is being read, events wait; the writer must not overtake it."""
        self.closing: int | None = None
        self._wanted_cells: frozenset[int] | None = None
        self._wanted_again: set[int] = set()
        self._held: list[tuple[int, str]] = []
        self._messages: deque[str] = deque()
        self._frames: dict[int, tuple[int, bytes]] = {}
        self._frames_of: dict[int, list[int]] = {}
        self._frame_ids = itertools.count()
        self._stale_cells: set[int] = set()
        self._wake = asyncio.Event()

    @property
    def user_id(self) -> int:
        """Whose connection it is."""
        return self.credential.user_id

    @property
    def started(self) -> bool:
        """Whether the start message has come."""
        return self.topics is not None

    @property
    def agency(self) -> int | None:
        """The agency whose vehicles alone may be seen; None for the whole region."""
        kind, _, number = self.audience.partition(":")
        return int(number) if kind == "agency" else None

    def wants(self, topic: str) -> bool:
        """Whether the client asked for ``topic``."""
        return self.topics is not None and topic in self.topics

    def sees(self, audiences: frozenset[str]) -> bool:
        """Whether an event for ``audiences`` is for this client; what is public is for everyone."""
        return self.audience in audiences or "public" in audiences

    def wish_cells(self, cells: frozenset[int]) -> None:
        """Look at ``cells`` from the next time that wishes are acted on."""
        self._wanted_cells = cells
        self._wanted_again &= cells

    def wish_again(self, cell: int) -> None:
        """Send the snapshot of ``cell`` once more, if the client looks at it."""
        if cell in (self.cells if self._wanted_cells is None else self._wanted_cells):
            self._wanted_again.add(cell)

    @property
    def has_wishes(self) -> bool:
        """Whether there is something to act on."""
        return self._wanted_cells is not None or bool(self._wanted_again)

    def take_wishes(self) -> tuple[frozenset[int], set[int]]:
        """The cells to look at, and those to be sent once more; the wishes are then done."""
        cells = self.cells if self._wanted_cells is None else self._wanted_cells
        again, self._wanted_again, self._wanted_cells = self._wanted_again, set(), None
        return cells, again

    def say(self, message: dict[str, Any]) -> None:
        """Queue a JSON message."""
        self.say_raw(json.dumps(message, separators=(",", ":"), ensure_ascii=False))

    def say_raw(self, text: str) -> None:
        """Queue a message that is JSON already."""
        if self.closing is not None:
            return
        if len(self._messages) >= MAX_WAITING_MESSAGES:
            self.close(TOO_SLOW)
            return
        self._messages.append(text)
        self._wake.set()

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
            self.say_raw(text)

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
        self._add_frame(cell, frame)

    def offer_snapshot(self, cell: int, frame: bytes) -> None:
        """Queue a cell's snapshot; older frames of the cell that still wait are void."""
        if self.closing is not None:
            return
        self.drop_frames(cell)
        self._add_frame(cell, frame)

    def drop_frames(self, cell: int) -> None:
        """Forget the frames of a cell that wait."""
        for frame_id in self._frames_of.pop(cell, ()):
            self._frames.pop(frame_id, None)
        self._stale_cells.discard(cell)

    def take_stale_cells(self) -> set[int]:
        """The cells that must be sent anew, once nothing waits any more."""
        if self._frames or not self._stale_cells:
            return set()
        stale, self._stale_cells = self._stale_cells & self.cells, set()
        return stale

    def close(self, code: int) -> None:
        """Ask the writer to end the connection; events and frames that wait are dropped, messages only if too slow."""
        if self.closing is not None:
            return
        self.closing = code
        self._held.clear()
        self._clear_frames()
        if code == TOO_SLOW:
            self._messages.clear()
        self._wake.set()

    async def write(self, send: Send) -> int:
        """Send what waits, messages first, until ``close`` was called; returns the close code.

        ``send`` waits while the client's buffer is full, and with it only this writer.
        """
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._messages or self._frames:
                await send(self._messages.popleft() if self._messages else self._next_frame())
            if self.closing is not None:
                return self.closing

    def _add_frame(self, cell: int, frame: bytes) -> None:
        # Frames leave in the order in which they came, whatever their cells: a vehicle that crosses from one cell into
        # another is in the frames of both.
        frame_id = next(self._frame_ids)
        self._frames[frame_id] = (cell, frame)
        self._frames_of.setdefault(cell, []).append(frame_id)
        self._wake.set()

    def _next_frame(self) -> bytes:
        frame_id = next(iter(self._frames))
        cell, frame = self._frames.pop(frame_id)
        waiting = self._frames_of[cell]
        waiting.remove(frame_id)
        if not waiting:
            del self._frames_of[cell]
        return frame

    def _clear_frames(self) -> None:
        self._frames.clear()
        self._frames_of.clear()
        self._stale_cells.clear()
