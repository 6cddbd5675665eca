"""A client of the live protocol, for tests: logs in, connects, and keeps its state as a wall does."""

import json
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from channels.db import database_sync_to_async
from django.conf import settings
from django.test import Client
from websockets.asyncio.client import ClientConnection, connect

from live.frames import SNAPSHOT, WITHDRAWN, cells_of
from live.messages import PROTOCOL
from people.models import User
from tests.wait_for import until_async


def session_cookie(user: User) -> str:
    """The Cookie header of a logged-in session of ``user``."""
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@dataclass
class LiveClient:
    """The state of one viewer: entities by name and id, vehicles by id, and the last event number."""

    socket: ClientConnection
    state: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    vehicles: dict[int, dict[str, float]] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0

    async def say(self, **message: Any) -> None:
        """Send one message."""
        await self.socket.send(json.dumps(message))

    async def start(self, resume: int | None = None, **more: Any) -> None:
        """Start, and wait for the snapshot or the end of the resume; ``more`` are other fields of the message."""
        await self.say(**{"op": "start", "protocol": PROTOCOL, "resume": resume, **more})
        await self.take_until(lambda: any(m["op"] in {"snapshot", "resumed"} for m in self.messages))

    async def take_until(self, condition: Callable[[], bool], seconds: float = 15) -> None:
        """Take messages until ``condition`` holds; raises AssertionError after ``seconds``."""

        async def take_one() -> bool:
            if not condition():
                self._take(await self.socket.recv())
            return condition()

        await until_async(take_one, seconds=seconds, what="the expected message")

    def _take(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self._take_frame(message)
            return
        content = json.loads(message)
        self.messages.append(content)
        match content["op"]:
            case "snapshot":
                self.state = {name: {item["id"]: item for item in items} for name, items in content["state"].items()}
                self.number = content["number"]
            case "event":
                entity, _, what = content["type"].partition(".")
                known = self.state.setdefault(entity, {})
                if what == "removed":
                    known.pop(content["data"]["id"], None)
                else:
                    known[content["data"]["id"]] = content["data"]
                self.number = content["number"]

    def _take_frame(self, frame: bytes) -> None:
        kind, cell = frame[1], struct.unpack_from("<I", frame, 12)[0]
        if kind == SNAPSHOT:
            self.vehicles = {
                number: place for number, place in self.vehicles.items() if cell and _cell_of(place) != cell
            }
        count = struct.unpack_from("<I", frame, 24)[0]
        for at in range(count):
            vehicle, lon, lat, speed, course, fixed, arrived, bits, accuracy = struct.unpack_from(
                "<IiiHHIIHH", frame, 32 + 28 * at
            )
            if bits & WITHDRAWN:
                self.vehicles.pop(vehicle, None)
                continue
            self.vehicles[vehicle] = {
                "lon": lon / 1e7,
                "lat": lat / 1e7,
                "speed": speed / 100,
                "course": course / 100,
                "fix_time": fixed,
                "arrival": arrived,
                "state": bits,
                "accuracy": accuracy,
            }


def _cell_of(place: dict[str, float]) -> int:
    lon, lat = (np.array([round(place[name] * 1e7)]) for name in ("lon", "lat"))
    return int(cells_of(lon, lat)[0])


@asynccontextmanager
async def live_client(address: str, user: User | None, *, origin: str | None = None) -> AsyncIterator[LiveClient]:
    """A connection to the web process at ``address`` as ``user`` (None: without a session)."""
    headers = {} if user is None else {"Cookie": await database_sync_to_async(session_cookie)(user)}
    url = address.replace("http://", "ws://") + "/ws/live"
    async with connect(url, additional_headers=headers, origin=origin or address) as socket:  # type: ignore[arg-type]
        yield LiveClient(socket)
