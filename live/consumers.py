"""The WebSocket edge: who may connect, and what a client may say."""

import asyncio
import contextlib
import json
import time
from collections.abc import Coroutine
from typing import Annotated, Any, Final, Literal, assert_never

from channels.generic.websocket import AsyncWebsocketConsumer
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from live.frames import is_cell
from live.hub import HEARTBEAT_S, TICK_S, Hub
from live.viewer import Viewer

MAX_CELLS: Final = 64


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Start(_Strict):
    """The first message: from where to go on."""

    op: Literal["start"]
    resume: int | None = Field(ge=0)


class Cells(_Strict):
    """What the client looks at now."""

    op: Literal["cells"]
    cells: list[int] = Field(max_length=MAX_CELLS)


class Resync(_Strict):
    """A gap was seen in a cell."""

    op: Literal["resync"]
    cell: int


Message = Annotated[Start | Cells | Resync, Field(discriminator="op")]
_MESSAGE: Final[TypeAdapter[Start | Cells | Resync]] = TypeAdapter(Message)


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One client of the live protocol (docs/live-protocol.md)."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self.hub = hub
        self.viewer: Viewer | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Accept, then refuse with a code that a script can read; before acceptance it could not."""
        await self.accept()
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(4401)
            return
        audience = (await self.hub.audiences([user.pk])).get(user.pk)
        if audience is None:
            await self.close(4403)
            return
        self.viewer = Viewer(user.pk, audience)
        self.viewer.say(
            {
                "op": "hello",
                "protocol": 1,
                "epoch": self.hub.epoch,
                "server_time": time.time(),
                "heartbeat_s": HEARTBEAT_S,
                "tick_ms": int(TICK_S * 1000),
                "audience": audience,
            }
        )
        self._spawn(self._write(self.viewer))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take one message; anything that is not of the protocol ends the connection with 4400."""
        if self.viewer is None:
            return
        try:
            message = _MESSAGE.validate_python(json.loads(text_data or ""))
        except (ValidationError, json.JSONDecodeError, RecursionError):
            self._refuse(self.viewer, "malformed", "This is not a message of the live protocol.")
            return
        self._act(self.viewer, message)

    async def disconnect(self, code: int) -> None:
        """Leave the hub and end the writer."""
        if self.viewer is not None:
            self.hub.leave(self.viewer)
        for task in self._tasks:
            task.cancel()

    def _act(self, viewer: Viewer, message: Start | Cells | Resync) -> None:
        match message:
            case Start():
                if viewer in self.hub.viewers:
                    self._refuse(viewer, "started", "The connection was started already.")
                    return
                self.hub.viewers.add(viewer)
                self._spawn(self.hub.join(viewer, message.resume))
            case Cells():
                if not all(is_cell(cell) for cell in message.cells):
                    self._refuse(viewer, "cell", "There is no such cell.")
                    return
                self.hub.board.look(viewer, frozenset(message.cells))
            case Resync():
                self.hub.board.resend(viewer, {message.cell})
            case _ as never:
                assert_never(never)

    def _refuse(self, viewer: Viewer, code: str, text: str) -> None:
        viewer.say({"op": "error", "code": code, "message": text})
        viewer.close(4400)

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
