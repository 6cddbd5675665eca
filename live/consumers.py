"""The WebSocket edge: who may connect, and what a client may say."""

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from typing import Any, Final, assert_never

from channels.generic.websocket import AsyncWebsocketConsumer

from live import hub as hubs
from live.hub import HEARTBEAT_S, TICK_S, Hub
from live.messages import FIRST_PROTOCOL, POSITIONS, PROTOCOL, Cells, Malformed, Message, Resync, Start, read
from live.rate import TokenBucket
from live.viewer import Credential, Viewer

MALFORMED: Final = 4400
NOT_LOGGED_IN: Final = 4401
NOT_ALLOWED: Final = 4403
OTHER_PROTOCOL: Final = 4410
TOO_MUCH: Final = 4429

SAYS_PER_S: Final = 20.0
SAYS_AT_ONCE: Final = 200
"""A gap in every cell at once makes a client ask for each of them."""


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One client of the live protocol (docs/live-protocol.md)."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self.hub = hub
        self.viewer: Viewer | None = None
        self._allowance = TokenBucket(SAYS_PER_S, SAYS_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Accept, then refuse with a code that a script can read; before acceptance it could not."""
        await self.accept()
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(NOT_LOGGED_IN)
            return
        credential = Credential(user.pk, self.scope["session"].session_key or "")
        audience = await self.hub.access(credential)
        if audience is None:
            await self.close(NOT_ALLOWED)
            return
        viewer = Viewer(user.pk, audience, credential.session_key)
        refused = self.hub.admit(viewer)
        if refused is not None:
            await self.close(refused)
            return
        self.viewer = viewer
        self._spawn(self._write(viewer))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take one message; anything that is not of the protocol ends the connection with 4400."""
        viewer = self.viewer
        if viewer is None or viewer.closing is not None:
            return
        if not self._allowance.take() or not self.hub.may_say(viewer):
            self._refuse(viewer, "too-much", "Too many messages.", TOO_MUCH)
            return
        try:
            message = read(text_data or "")
        except Malformed:
            self._refuse(viewer, "malformed", "This is not a message of the live protocol.")
            return
        self._act(viewer, message)

    async def disconnect(self, code: int) -> None:
        """Leave the hub and end the writer."""
        if self.viewer is not None:
            self.hub.leave(self.viewer)
        for task in self._tasks:
            task.cancel()

    def _act(self, viewer: Viewer, message: Message) -> None:
        if isinstance(message, Start):
            self._start(viewer, message)
            return
        if not viewer.wants(POSITIONS):
            self._refuse(viewer, "not-started", "The connection was not started, or without positions.")
            return
        match message:
            case Cells():
                viewer.wish_cells(frozenset(message.cells))
            case Resync():
                viewer.wish_again(message.cell)
            case _ as never:
                assert_never(never)
        self.hub.wish(viewer)

    def _start(self, viewer: Viewer, start: Start) -> None:
        if viewer.started:
            self._refuse(viewer, "started", "The connection was started already.")
            return
        build = self.hub.build_of()
        viewer.topics = hubs.topics() if start.topics is None else hubs.wanted(start.topics)
        viewer.say(
            {
                "op": "hello",
                "protocol": PROTOCOL,
                "build": build,
                "epoch": self.hub.epoch,
                "server_time": time.time(),
                "heartbeat_s": HEARTBEAT_S,
                "tick_ms": int(TICK_S * 1000),
                "audience": viewer.audience,
                "topics": sorted(viewer.topics),
            }
        )
        if start.protocol != PROTOCOL or (start.build and build and start.build != build):
            viewer.say({"op": "reload", "protocol": PROTOCOL, "build": build})
        if start.protocol not in {FIRST_PROTOCOL, PROTOCOL}:
            viewer.close(OTHER_PROTOCOL)
            return
        self._spawn(self.hub.join(viewer, start.resume, state=start.state))

    def _refuse(self, viewer: Viewer, code: str, text: str, close_code: int = MALFORMED) -> None:
        viewer.say({"op": "error", "code": code, "message": text})
        viewer.close(close_code)

    async def _write(self, viewer: Viewer) -> None:
        # A client may go at any moment; its disconnect message follows and ends everything.
        with contextlib.suppress(RuntimeError, OSError):
            code = await viewer.write(self._send)
            await self.close(code)

    async def _send(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            await self.send(bytes_data=data)
        else:
            await self.send(text_data=data)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
