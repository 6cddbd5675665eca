"""The client of `./run --check`: a phone, a tracker, a citizen and an operator's wall, over real sockets.

Runs under the project's own Python: `python -m ops.check_client ACCOUNTS.json`, with PANTAU_WEB_URL and
PANTAU_OSMAND_PORT and PANTAU_H02_PORT set. Prints one JSON line: ok, position_to_wall_ms, tracker_to_wall_ms,
report_to_wall_ms, or error.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import websockets

HEADER = struct.Struct("<BBHIIIdII")  # docs/live-protocol.md, position frames
RECORD = struct.Struct("<IiiHHIIHH")
PROTOCOL = 2
WITHIN_S = 20.0
# In Kabanjahe, the regency's seat; the digits make the position recognisable among all others. The two vehicles of the
# demo always stand in its yard: a single fix from here is no impossible jump for them, and is believed at once.
LONGITUDE, LATITUDE = 98.4912345, 3.1012345
WHOLE_REGION = 0
PHONE = "demo-009"
# A hardware tracker writes degrees and minutes: 98 degrees 29.47 minutes east, 3 degrees 6.07 minutes north.
TRACKER, TRACKER_EAST, TRACKER_NORTH = "demo-016", "09829.4700", "0306.0700"
TRACKER_PLACE = (98 + 29.47 / 60, 3 + 6.07 / 60)


class CheckFailed(Exception):
    """One of the steps did not do what it promises; the message says which."""


@dataclass
class Wall:
    """An operator's wall: logged in, connected, and noting when each message came."""

    http: httpx.AsyncClient
    inbox: list[tuple[float, str | bytes]] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def log_in(self, username: str, password: str) -> None:
        page = await self.http.get("/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        if page.status_code != 200 or token is None:
            raise CheckFailed(f"/login/ answered {page.status_code} without a form")
        form = {"username": username, "password": password, "csrfmiddlewaretoken": token[1]}
        answer = await self.http.post("/login/", data=form, headers={"Origin": str(self.http.base_url)})
        if answer.status_code != 302 or "sessionid" not in self.http.cookies:
            raise CheckFailed(f"the demo operator could not log in: /login/ answered {answer.status_code}")

    def connect(self) -> websockets.connect:
        web = str(self.http.base_url)
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return websockets.connect(
            web.replace("http", "ws", 1) + "/ws/live",
            origin=websockets.Origin(web),
            additional_headers={"Cookie": cookies},
            proxy=None,
            max_size=None,
        )

    async def listen(self, socket: websockets.ClientConnection) -> None:
        async for message in socket:
            async with self.news:
                self.inbox.append((time.monotonic(), message))
                self.news.notify_all()

    async def arrival(self, what: str, is_it: Callable[[str | bytes], bool]) -> float:
        """The time at which the first such message came or will come; raises CheckFailed after WITHIN_S."""
        looked_at = 0
        try:
            async with asyncio.timeout(WITHIN_S), self.news:
                while True:
                    for at, message in self.inbox[looked_at:]:
                        if is_it(message):
                            return at
                    looked_at = len(self.inbox)
                    await self.news.wait()
        except TimeoutError:
            raise CheckFailed(f"{what} did not reach the wall within {WITHIN_S:.0f} s") from None


async def walk_both(accounts: list[dict[str, str]]) -> dict[str, Any]:
    """Log in, listen, send one position and one complaint, and time how long each takes to arrive, in milliseconds."""
    async with httpx.AsyncClient(base_url=os.environ["PANTAU_WEB_URL"], timeout=15, trust_env=False) as http:
        wall = Wall(http)
        operator = next(row for row in accounts if row["role"] == "operator")
        await wall.log_in(operator["username"], operator["password"])
        async with wall.connect() as socket:
            listening = asyncio.create_task(wall.listen(socket))
            await socket.send(json.dumps({"op": "start", "protocol": PROTOCOL, "resume": None}))
            await socket.send(json.dumps({"op": "cells", "cells": [WHOLE_REGION]}))
            await wall.arrival("a snapshot", lambda message: _json(message).get("op") == "snapshot")
            position_ms = await _position_journey(wall)
            tracker_ms = await _tracker_journey(wall)
            complaint_ms = await _complaint_journey(wall)
            listening.cancel()
    times = {"position_to_wall_ms": position_ms, "tracker_to_wall_ms": tracker_ms, "report_to_wall_ms": complaint_ms}
    return {"ok": True, **times}


async def _position_journey(wall: Wall) -> float:
    """A phone of the demo sends where it is, as Traccar Client 10 does."""
    phone = {
        "id": PHONE,
        "lat": str(LATITUDE),
        "lon": str(LONGITUDE),
        "timestamp": str(int(time.time())),
        "accuracy": "6",
        "speed": "12.5",
        "bearing": "140",
        "batt": "81",
    }
    began = time.monotonic()
    async with httpx.AsyncClient(timeout=15, trust_env=False) as http:
        answer = await http.post(f"http://127.0.0.1:{os.environ['PANTAU_OSMAND_PORT']}/", data=phone)
    if answer.status_code != 200:
        raise CheckFailed(f"the gateway answered {answer.status_code} to a phone's position")
    return _milliseconds(began, await wall.arrival("the position", _carries_position))


async def _tracker_journey(wall: Wall) -> float:
    """A tracker of the H02 kind sends where it is over TCP, and is acknowledged."""
    at = time.strftime("%H%M%S %d%m%y", time.gmtime()).split()
    frame = f"*HQ,{TRACKER},V1,{at[0]},A,{TRACKER_NORTH},N,{TRACKER_EAST},E,19.40,140,{at[1]},FFFFFFFF#"
    began = time.monotonic()
    try:
        async with asyncio.timeout(WITHIN_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", int(os.environ["PANTAU_H02_PORT"]))
            writer.write(frame.encode())
            answer = await reader.readuntil(b"#")
            writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        raise CheckFailed(f"the gateway did not answer a tracker: {error!r}") from None
    if not answer.startswith(f"*HQ,{TRACKER},V4,V1,".encode()):
        raise CheckFailed(f"the gateway answered {answer!r} to a tracker's position")
    return _milliseconds(began, await wall.arrival("the tracker's position", _carries_tracker))


async def _complaint_journey(wall: Wall) -> float:
    """A citizen reports a hole in the road through the portal's API, without logging in."""
    complaint = {
        "category": await _first_category(wall.http),
        "title": "Lubang di jalan",
        "description": "Lubang besar di depan pasar, dalam.",
        "lon": LONGITUDE,
        "lat": LATITUDE,
        "name": "Warga Periksa",
        "phone": "081200000000",
    }
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=wall.http.base_url, timeout=15, trust_env=False) as http:
        answer = await http.post("/api/v1/complaints", json=complaint)
    if answer.status_code != 201:
        raise CheckFailed(f"the portal answered {answer.status_code} to a complaint: {answer.text[:200]}")
    code = answer.json()["code"]
    return _milliseconds(
        began, await wall.arrival("the complaint", lambda message: _announces_complaint(message, code))
    )


async def _first_category(http: httpx.AsyncClient) -> str:
    """The code of the first thing that a complaint of this region may be about."""
    answer = await http.get("/api/v1/categories")
    if answer.status_code != 200 or not answer.json()["categories"]:
        raise CheckFailed(f"/api/v1/categories answered {answer.status_code} without a category")
    return str(answer.json()["categories"][0]["code"])


def _announces_complaint(message: str | bytes, code: str) -> bool:
    event = _json(message)
    return event.get("type") == "complaint.changed" and event["data"].get("code") == code


def _carries_position(message: str | bytes) -> bool:
    """Whether a position frame holds a record of exactly the place that the phone sent."""
    return _carries(message, LONGITUDE, LATITUDE)


def _carries_tracker(message: str | bytes) -> bool:
    """The same for the tracker."""
    return _carries(message, *TRACKER_PLACE)


def _carries(message: str | bytes, east: float, north: float) -> bool:
    if isinstance(message, str):
        return False
    size, count = HEADER.unpack_from(message)[2], HEADER.unpack_from(message)[7]
    records = (RECORD.unpack_from(message, HEADER.size + number * size) for number in range(count))
    return any((lon, lat) == (round(east * 1e7), round(north * 1e7)) for _, lon, lat, *_ in records)


def _json(message: str | bytes) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(message) if isinstance(message, str) else {}
    return parsed


def _milliseconds(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 1)


def main() -> int:
    """Drive both journeys as real clients do, and print their figures as JSON; 0 when both arrived."""
    try:
        result = asyncio.run(walk_both(json.loads(Path(sys.argv[1]).read_text())))
    except (CheckFailed, httpx.HTTPError, websockets.WebSocketException) as error:
        result = {"ok": False, "error": str(error) or type(error).__name__}
    print(json.dumps(result))
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
