"""What is killed in the middle of a replay, and started again, costs nothing that was acknowledged."""

import asyncio
import csv
import json
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import pytest
import websockets
from websockets.asyncio.client import connect

from tests.disposable_centre import OwnCentre
from tests.live_client import LiveClient
from tests.processes import ROOT
from tests.wait_for import until, until_async

VEHICLES, TURNS = 40, 150
PINGS = VEHICLES * TURNS
FIRST_S = 1_772_366_400


class Wall:
    """A wall that reconnects by itself, as the page does."""

    def __init__(self, centre: OwnCentre) -> None:
        self._address = centre.web.address
        self._cookie = centre.cookie
        self.plates: dict[int, str] = {}
        self.places: dict[int, tuple[float, float]] = {}
        self.connections = 0

    async def watch(self) -> None:
        """Follow the live socket, again and again, until this is cancelled."""
        await until_async(self._was_told_to_end, seconds=600, what="the end of the watch")

    async def _was_told_to_end(self) -> bool:
        """Never: it returns when the connection is lost, or was not made."""
        url = self._address.replace("http", "ws", 1) + "/ws/live"
        with suppress(OSError, websockets.WebSocketException, AssertionError):
            headers = {"Cookie": self._cookie}
            async with connect(url, additional_headers=headers, origin=self._address) as socket:  # type: ignore[arg-type]
                await self._follow(LiveClient(socket))
        return False

    async def _follow(self, client: LiveClient) -> None:
        await client.start()
        self.connections += 1
        await client.say(op="cells", cells=[0])

        def never() -> bool:
            self.plates |= {key: row["plate"] for key, row in client.state.get("vehicle", {}).items()}
            self.places |= {key: (row["lon"], row["lat"]) for key, row in client.vehicles.items()}
            return False

        await client.take_until(never, seconds=600)

    async def connected(self) -> bool:
        """Whether it ever had a snapshot."""
        return self.connections > 0

    def sees(self, expected: dict[str, tuple[float, float]]) -> bool:
        """Whether each vehicle, by plate, stands where it was sent last."""
        shown = {plate: self.places.get(key) for key, plate in self.plates.items() if plate in expected}
        return shown == expected


def write_pings(path: Path, prefix: str) -> dict[str, tuple[float, float]]:
    """A file of pings; returns the last place of each vehicle by its plate."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "timestamp", "lat", "lon", "speed"])
        for turn in range(TURNS):
            for n in range(VEHICLES):
                rows.writerow([f"{prefix}-{n}", FIRST_S + turn, *place(n, turn), 10.0])
    return {f"{prefix}-{n}".upper(): place(n, TURNS - 1)[::-1] for n in range(VEHICLES)}


def place(n: int, turn: int) -> tuple[float, float]:
    """Latitude and longitude of vehicle ``n``."""
    return round(3.0 + n * 0.01 + turn * 0.0001, 6), round(98.0 + n * 0.01, 6)


async def stored(centre: OwnCentre, prefix: str) -> int:
    """How many positions of this run are in the table; 0 while there is no database."""
    query = "SELECT count(*) FROM fleet_position p JOIN fleet_device d ON d.id = p.device_id WHERE d.identity LIKE %s"
    try:
        rows = await asyncio.to_thread(centre.rows, query, f"{prefix}-%")
    except psycopg.OperationalError:
        return 0
    return int(rows[0][0])


@pytest.mark.parametrize("part", ["gateway", "web", "postgres", "redis"])
async def test_killed_in_the_middle_of_a_replay(centre: OwnCentre, tmp_path: Path, part: str) -> None:
    last = write_pings(tmp_path / "pings.csv", part)
    wall = Wall(centre)
    watching = asyncio.create_task(wall.watch())
    await until_async(wall.connected, seconds=30, what="the wall's first connection")
    replay = await asyncio.create_subprocess_exec(
        sys.executable, "manage.py", "replay_positions", str(tmp_path / "pings.csv"), "--speed", "0",
        cwd=ROOT, env=centre.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip

    async def some_are_stored() -> bool:
        return await stored(centre, part) > PINGS // 10

    await until_async(some_are_stored, seconds=60, what="the first tenth of the replay")
    await asyncio.to_thread(centre.kill, part)
    assert replay.returncode is None, "the replay was over before anything was killed"
    await asyncio.to_thread(centre.start, part)
    out, _ = await asyncio.wait_for(replay.communicate(), 180)

    summary = json.loads(out)
    assert summary["acknowledged"] == PINGS
    assert await stored(centre, part) == PINGS
    assert distinct(centre, part) == PINGS
    if part in {"gateway", "postgres"}:
        assert summary["retried"] > 0

    async def wall_sees_all() -> bool:
        return wall.sees(last)

    await until_async(wall_sees_all, seconds=60, what="the last place of every vehicle on the wall")
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


def distinct(centre: OwnCentre, prefix: str) -> int:
    """How many different pings are stored: a double, or one in place of another, would show."""
    query = (
        "SELECT count(DISTINCT (p.device_id, p.fix_time, ST_AsBinary(p.point))) FROM fleet_position p"
        " JOIN fleet_device d ON d.id = p.device_id WHERE d.identity LIKE %s"
    )
    return int(centre.rows(query, f"{prefix}-%")[0][0])


def test_without_a_database_phones_are_told_to_come_again(centre: OwnCentre) -> None:
    address = centre.gateway.address
    centre.kill("postgres")
    answer = httpx.get(address, params={"id": "anybody", "lat": 3.1, "lon": 98.4}, timeout=30)
    health = httpx.get(address + "/healthz", timeout=30)
    centre.start("postgres")
    assert (answer.status_code, answer.headers["Retry-After"], health.status_code) == (503, "5", 503)
    until(lambda: httpx.get(address + "/healthz", timeout=30).status_code == 200, seconds=60)
    assert httpx.get(address, params={"id": "anybody", "lat": 3.1, "lon": 98.4}, timeout=30).status_code == 200
