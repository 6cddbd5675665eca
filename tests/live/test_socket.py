"""The live protocol over a real socket, a real web process, real PostGIS and real Redis."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import redis
import websockets.exceptions
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import transaction

from live.frames import WIRE_POSITION, cells_of
from live.wakeup import positions_channel
from people.models import User
from tests import world as cast
from tests.live_client import LiveClient, live_client
from tests.processes import Process, web
from tests.waiting import until_async

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def server(people: cast.World) -> Iterator[Process]:
    with web() as process:
        yield process


def send_fix(vehicle: int, lon: float, lat: float, *, agency: int = 0, at: int = 1_780_000_000) -> None:
    row = np.zeros(1, WIRE_POSITION)
    row["vehicle"], row["agency"], row["fix_time"], row["arrival"] = vehicle, agency, at, at + 1
    row["lon"], row["lat"] = round(lon * 1e7), round(lat * 1e7)
    redis.Redis.from_url(settings.PANTAU_REDIS_URL).publish(positions_channel(), row.tobytes())


async def send_until_seen(client: LiveClient, vehicle: int, **fix: Any) -> None:
    """A hub may still be subscribing when the first batch is sent; positions are a stream, the next one comes."""

    async def seen() -> bool:
        send_fix(vehicle, **fix)
        await client.take_until(lambda: vehicle in client.vehicles, seconds=5)
        return True

    await until_async(seen)


async def test_a_stranger_is_closed_with_4401(server: Process) -> None:
    async with live_client(server.address, None) as client:
        with pytest.raises(websockets.exceptions.ConnectionClosed) as closed:
            await client.socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


async def test_field_staff_are_closed_with_4403(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.fajar) as client:
        with pytest.raises(websockets.exceptions.ConnectionClosed) as closed:
            await client.socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403


async def test_a_page_of_another_site_cannot_connect(server: Process, people: cast.World) -> None:
    with pytest.raises(websockets.exceptions.InvalidStatus):
        async with live_client(server.address, people.ani, origin="https://elsewhere.example"):
            pass


@pytest.mark.parametrize("nonsense", ["", "[]", '{"op":"dance"}', '{"op":"cells","cells":[-1]}', "[" * 9000])
async def test_nonsense_is_answered_and_closed_with_4400(server: Process, people: cast.World, nonsense: str) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.socket.send(nonsense)
        with pytest.raises(websockets.exceptions.ConnectionClosed) as closed:
            await client.take_until(lambda: False)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4400
    assert client.messages[-1]["op"] == "error"


async def test_positions_reach_the_viewers_of_their_cell_only(server: Process, people: cast.World) -> None:
    here, there = (int(cell) for cell in cells_of(np.array([984_000_000, 990_000_000]), np.array([0, 0])))
    async with live_client(server.address, people.ani) as wall, live_client(server.address, people.slamet) as other:
        await wall.start()
        await wall.say(op="cells", cells=[here])
        await other.start()
        await other.say(op="cells", cells=[there])
        await send_until_seen(wall, 7, lon=98.4, lat=0.0)
        await send_until_seen(other, 8, lon=99.0, lat=0.0)
        assert wall.vehicles[7]["lon"] == pytest.approx(98.4)
        assert set(wall.vehicles) == {7}
        assert set(other.vehicles) == {8}


async def test_an_agency_never_receives_anothers_vehicles(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as centre, live_client(server.address, people.budi) as budi:
        for client in (centre, budi):
            await client.start()
            await client.say(op="cells", cells=[0])
        await send_until_seen(centre, 1, lon=98.4, lat=3.1, agency=people.fire.pk)
        await send_until_seen(budi, 2, lon=98.4, lat=3.1, agency=people.roads.pk)
        await centre.take_until(lambda: {1, 2} <= set(centre.vehicles))
        assert set(budi.vehicles) == {2}


async def test_a_viewer_whose_rights_change_is_closed_with_4409(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.budi) as client:
        await client.start()
        await database_sync_to_async(change_agency)(people.budi, people)
        with pytest.raises(websockets.exceptions.ConnectionClosed) as closed:
            await client.take_until(lambda: False, seconds=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4409


def change_agency(user: User, people: cast.World) -> None:
    with transaction.atomic():
        user.agency = people.fire
        user.save()


async def test_the_snapshot_has_every_registered_entity(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.start()
        assert {"vehicle", "report", "camera", "zone"} <= set(client.state)
