"""Vehicles keep to the roads; phones lose nothing that was not acknowledged."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs

import httpx
import pytest
import shapely
from shapely.geometry import Point

from demo.roads import nodes, roads
from demo.simulator.coverage import Coverage
from demo.simulator.driving import Driver, Fix
from demo.simulator.fleet import Fleet
from demo.simulator.phone import MAX_KEPT, Phone, Tally
from demo.tables import vehicles
from geo.measure import distance_m
from tests.wait_for import until_async

NETWORK = shapely.union_all([road.line for road in roads()])
SOMEWHERE = Fix(98.49, 3.1, 8.0, 90.0)


@pytest.mark.parametrize("number", range(0, 60, 7))
def test_a_vehicle_keeps_to_the_roads_at_a_speed_that_it_could_drive(number: int) -> None:
    driver = Driver(vehicles()[number])
    before = driver.fix
    for _ in range(600):
        now = driver.advance(5)
        assert NETWORK.distance(Point(now.lon, now.lat)) * 111_320 < 1
        assert distance_m(before.lon, before.lat, now.lon, now.lat) <= 5 * 22
        assert 0 <= now.speed_mps < 22 and 0 <= now.course_deg < 360
        before = now


def test_a_parked_vehicle_stays_where_it_is() -> None:
    driver = Driver(next(row for row in vehicles() if row.habit == "parked"))
    start = driver.fix
    assert driver.advance(3600) == start


def test_off_duty_a_vehicle_goes_home_and_stays_there() -> None:
    row = next(row for row in vehicles() if row.habit == "office")
    driver = Driver(row, 3)
    driver.on_duty = False
    home = driver.advance(3 * 3600)
    assert distance_m(home.lon, home.lat, *nodes()[row.base]) < 5
    assert home.speed_mps == 0 and not driver.engine_on
    assert driver.advance(3600) == home
    driver.on_duty = True
    assert driver.advance(3600) != home


@pytest.mark.parametrize("number", (0, 19, 30, 36))
def test_nobody_drives_four_hours_without_a_rest_of_half_an_hour(number: int) -> None:
    driver, driven_s, stood_s, longest_s = Driver(vehicles()[number]), 0.0, 0.0, 0.0
    for _ in range(8 * 360):
        stood_s = stood_s + 10 if driver.advance(10, step_s=10).speed_mps < 0.5 else 0.0
        driven_s = 0.0 if stood_s >= 1800 else driven_s + (10 if stood_s == 0 else 0)
        longest_s = max(longest_s, driven_s)
    assert 3600 < longest_s < 4 * 3600


def test_the_same_seed_drives_the_same_way() -> None:
    row = vehicles()[0]
    assert Driver(row, 5).advance(1000) == Driver(row, 5).advance(1000)


def test_a_silent_vehicle_stops_measuring_and_a_late_one_does_not() -> None:
    silent, late = Coverage("silent", "a"), Coverage("late", "b")
    heard = set()
    for _ in range(1000):
        silent.advance(5)
        late.advance(5)
        heard.add((silent.online, silent.measures, late.measures))
    assert heard == {(True, True, True), (False, False, True)}


async def comes_true(condition: Callable[[], bool]) -> None:
    """Wait for a condition that is known at once."""

    async def known() -> bool:
        return condition()

    await until_async(known)


class Listener:
    """A gateway's listener on a real socket that can be shut, and that can take a record without acknowledging it."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.status = 200
        self._server: asyncio.Server | None = None
        self.port = 0

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            size = int(head.split("content-length:")[1].split()[0])
            body = (await reader.readexactly(size)).decode()
            self.taken.append({name: values[0] for name, values in parse_qs(body).items()})
            writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    opened = Listener()
    await opened.open()
    yield opened
    await opened.shut()


@pytest.fixture
async def phone(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Phone]:
    monkeypatch.setattr("demo.simulator.phone._RETRY_S", (0.01, 0.05))
    async with httpx.AsyncClient(trust_env=False) as client:
        made = Phone("demo-001", f"http://127.0.0.1:{listener.port}", client, Tally())
        task = asyncio.create_task(made.deliver())
        yield made
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_phone_sends_the_form_of_traccar_client(listener: Listener, phone: Phone) -> None:
    phone.record(SOMEWHERE, 1_795_000_000)
    await comes_true(lambda: phone.kept == 0)
    (record,) = listener.taken
    assert {"id", "lat", "lon", "timestamp", "accuracy", "altitude", "speed", "bearing", "batt", "charge"} == set(
        record
    )
    assert record["id"] == "demo-001" and record["timestamp"] == "1795000000"
    assert float(record["speed"]) == pytest.approx(15.55, abs=0.01)


async def test_a_device_that_is_built_in_tells_of_the_engine_and_keeps_its_power(
    listener: Listener, phone: Phone
) -> None:
    phone.record(Fix(98.49, 3.1, 0.0, 90.0), 1_795_000_000, engine_on=False)
    await comes_true(lambda: phone.kept == 0)
    (record,) = listener.taken
    assert (record["ignition"], record["charge"]) == ("false", "true")


async def test_a_phone_sends_a_record_again_until_it_is_acknowledged(listener: Listener, phone: Phone) -> None:
    listener.status = 503
    phone.record(SOMEWHERE, 1)
    await comes_true(lambda: len(listener.taken) >= 2)
    assert phone.kept == 1
    listener.status = 200
    await comes_true(lambda: phone.kept == 0)
    assert len({record["lat"] for record in listener.taken}) == 1


async def test_a_phone_survives_a_gateway_that_is_away_and_keeps_the_order(listener: Listener, phone: Phone) -> None:
    await listener.shut()
    for second in range(5):
        phone.record(SOMEWHERE, second)
    await comes_true(lambda: phone._tally.failed >= 2)
    await listener.open()
    await comes_true(lambda: phone.kept == 0)
    assert [record["timestamp"] for record in listener.taken] == ["0", "1", "2", "3", "4"]


async def test_a_phone_without_coverage_sends_all_of_it_later(listener: Listener, phone: Phone) -> None:
    phone.connect(online=False)
    for second in range(3):
        phone.record(SOMEWHERE, second)
    assert phone.kept == 3 and listener.taken == []
    phone.connect(online=True)
    await comes_true(lambda: phone.kept == 0)
    assert len(listener.taken) == 3


async def test_a_full_phone_forgets_its_oldest_and_counts_it(phone: Phone) -> None:
    phone.connect(online=False)
    for second in range(MAX_KEPT + 3):
        phone.record(SOMEWHERE, second)
    assert (phone.kept, phone._tally.forgotten) == (MAX_KEPT, 3)


async def test_the_fleet_drives_until_it_is_stopped_and_delivers_what_it_kept(listener: Listener) -> None:
    fleet = Fleet(vehicles()[:8], f"http://127.0.0.1:{listener.port}", speed=1, interval_s=0.05)
    stop = asyncio.Event()
    running = asyncio.create_task(fleet.run(stop))
    await comes_true(lambda: len({record["id"] for record in listener.taken}) == 8)
    stop.set()
    await asyncio.wait_for(running, 10)
    assert fleet.kept == 0
    assert fleet.tally.acknowledged == fleet.tally.made == len(listener.taken)
