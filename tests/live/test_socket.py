"""The live protocol over a real socket, a real web process, real PostGIS and real Redis."""

import contextlib
import itertools
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import numpy as np
import pytest
import redis
import websockets.exceptions
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import connection, transaction

from complaints.actions.submit import submit
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint, Priority
from fleet.events.event_types import VehicleEventRemoved
from fleet.models import Vehicle
from fleet.vehicles.announce import announce
from frontend.manifest import build_id
from live.frames import WIRE_POSITION, cells_of
from live.messages import PROTOCOL
from live.positions import PositionBatch, pack_batch
from live.publish import publish
from live.wakeup import positions_channel
from people.access.roles import Role
from people.actions.save_user import UserDetails, save_user
from people.models import Session, User
from tests import world as cast
from tests.live_client import LiveClient, live_client, session_cookie
from tests.processes import Process, shared_web, web
from tests.vehicles import make_vehicle
from tests.wait_for import until_async

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def server(people: cast.World) -> Iterator[Process]:
    with shared_web() as process:
        yield process


_SEQUENCE = itertools.count()


def send_fix(vehicle: int, lon: float, lat: float, *, agency: int = 0) -> None:
    """Publish a position that is later than those which other tests have sent to the shared process."""
    sequence = next(_SEQUENCE)
    at = 1_780_000_000 + sequence
    row = np.zeros(1, WIRE_POSITION)
    row["vehicle"], row["agency"], row["fix_time"], row["arrival"] = vehicle, agency, at, at + 1
    row["lon"], row["lat"] = round(lon * 1e7), round(lat * 1e7)
    payload = pack_batch(PositionBatch(1, sequence, row))
    redis.Redis.from_url(settings.PANTAU_REDIS_URL).publish(positions_channel(), payload)


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


@pytest.mark.parametrize("nonsense", ["", "[]", '{"op":"dance"}', '{"op":"cells","cells":[-1]}', "[" * 4000])
async def test_nonsense_is_answered_and_closed_with_4400(server: Process, people: cast.World, nonsense: str) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.socket.send(nonsense)
        with pytest.raises(websockets.exceptions.ConnectionClosed) as closed:
            await client.take_until(lambda: False)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4400
    assert client.messages[-1]["op"] == "error"


async def close_code_of(client: LiveClient, seconds: float = 30) -> int:
    """The code that the connection ends with."""
    with pytest.raises(websockets.exceptions.ConnectionClosed) as closed:
        await client.take_until(lambda: False, seconds=seconds)
    assert closed.value.rcvd is not None
    return int(closed.value.rcvd.code)


@pytest.mark.parametrize("size", [5_000, 1_000_000])
async def test_a_long_message_is_not_taken(server: Process, people: cast.World, size: int) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.socket.send("x" * size)
        assert await close_code_of(client) == 1009


async def test_bytes_are_no_message(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.socket.send(b'{"op":"start","resume":null}')
        assert await close_code_of(client) == 4400


async def test_nothing_is_sent_or_taken_before_the_start(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.say(op="cells", cells=[0])
        assert await close_code_of(client) == 4400
    assert [(message["op"], message["code"]) for message in client.messages] == [("error", "not-started")]
    assert client.vehicles == {}


async def test_a_flood_of_wishes_ends_its_connection_and_delays_nobody(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as flood, live_client(server.address, people.slamet) as wall:
        await flood.start()
        await wall.start()
        await wall.say(op="cells", cells=[0])
        began = time.monotonic()
        with contextlib.suppress(websockets.exceptions.ConnectionClosed):
            for number in range(2_500):
                await flood.say(op="cells", cells=[number % 3])
        assert await close_code_of(flood) == 4429
        await send_until_seen(wall, 7, lon=98.4, lat=3.1)
        assert time.monotonic() - began < 10


async def test_a_client_hears_only_of_its_topics(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.start(topics=["vehicle", "unheard-of"])
        assert set(client.state) == {"vehicle"}
        hello = client.messages[0]
        assert (hello["op"], hello["protocol"], hello["topics"]) == ("hello", PROTOCOL, ["vehicle"])
        bus = await database_sync_to_async(make_vehicle)("bus-1")
        await database_sync_to_async(announce_both)(bus)
        await client.take_until(lambda: bus.pk in client.state["vehicle"])
    assert {message["type"] for message in client.messages if message["op"] == "event"} == {"vehicle.changed"}


def announce_both(vehicle: Vehicle) -> None:
    """An event of another entity, then one of the vehicle."""
    with transaction.atomic():
        publish(VehicleEventRemoved(id=1), ["centre"])
        announce(vehicle)


async def test_a_client_that_wants_no_state_gets_the_number_alone(server: Process, people: cast.World) -> None:
    await database_sync_to_async(make_vehicle)("bus-1")
    async with live_client(server.address, people.ani) as client:
        await client.start(topics=["vehicle"], state=False)
    assert next(message for message in client.messages if message["op"] == "snapshot")["state"] == {}


async def test_a_client_of_the_first_protocol_is_served_everything_and_told_to_reload(
    server: Process, people: cast.World
) -> None:
    async with live_client(server.address, people.ani) as kiosk:
        await kiosk.say(op="start", resume=None)
        await kiosk.say(op="cells", cells=[0])
        await send_until_seen(kiosk, 7, lon=98.4, lat=3.1)
        await kiosk.take_until(lambda: bool(kiosk.state))
    assert "reload" in {message["op"] for message in kiosk.messages}
    assert {"vehicle", "complaint", "camera", "zone"} <= set(kiosk.state)


async def test_a_client_of_a_later_protocol_is_told_to_reload_and_closed(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.say(op="start", protocol=PROTOCOL + 1, resume=None, novelty=[1, 2])
        assert await close_code_of(client) == 4410
    assert client.messages[-1]["op"] == "reload"


async def test_a_page_of_another_build_is_told_to_reload_and_served(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.start(build="an-older-one")
        assert [m["op"] for m in client.messages] == ["hello", "reload", "snapshot"]
    async with live_client(server.address, people.ani) as client:
        await client.start(build=build_id())
        assert [m["op"] for m in client.messages] == ["hello", "snapshot"]


async def test_logging_out_a_new_password_and_deactivation_end_connections_started_or_not(
    server: Process, people: cast.World
) -> None:
    users = [people.ani, people.slamet, people.dewi, people.gita]
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(live_client(server.address, user)) for user in users]
        await clients[0].start()
        await clients[2].start()
        began = time.monotonic()
        await database_sync_to_async(end_rights)(people)
        codes = [await close_code_of(client) for client in clients]
        assert time.monotonic() - began < 10
    assert codes == [4409, 4409, 4409, 4409]
    assert [message for client in (clients[1], clients[3]) for message in client.messages] == []


def end_rights(people: cast.World) -> None:
    """Ani and Gita are logged out, Slamet has a new password, Dewi is deactivated; Slamet and Gita had not started."""
    Session.objects.filter(user__in=[people.ani, people.gita]).delete()
    people.slamet.set_password("another-one-of-2026")
    people.slamet.save()
    people.dewi.is_active = False
    people.dewi.save()


async def test_an_account_has_so_many_sockets_and_no_more(people: cast.World) -> None:
    with web(PANTAU_LIVE_SOCKETS_PER_ACCOUNT="2", PANTAU_LIVE_SOCKETS="3") as server:
        async with AsyncExitStack() as stack:
            own = [await stack.enter_async_context(live_client(server.address, people.ani)) for _ in range(2)]
            for client in own:
                await client.start()
            third = await stack.enter_async_context(live_client(server.address, people.ani))
            assert await close_code_of(third) == 4429
            other = await stack.enter_async_context(live_client(server.address, people.slamet))
            await other.start()
            fourth = await stack.enter_async_context(live_client(server.address, people.dewi))
            assert await close_code_of(fourth) == 1013


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
        assert await close_code_of(client) == 4409


async def test_an_operator_who_becomes_an_officer_loses_the_centres_stream_and_sees_the_agencys_alone(
    server: Process, people: cast.World
) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.start()
        await database_sync_to_async(change_role)(people, people.ani, Role.AGENCY_OFFICER)
        assert await close_code_of(client) == 4409
    async with live_client(server.address, people.slamet) as centre, live_client(server.address, people.ani) as lowered:
        for viewer in (centre, lowered):
            await viewer.start()
            await viewer.say(op="cells", cells=[0])
        await send_until_seen(centre, 11, lon=98.4, lat=3.1, agency=people.fire.pk)
        await send_until_seen(lowered, 12, lon=98.4, lat=3.1, agency=people.roads.pk)
        await centre.take_until(lambda: {11, 12} <= set(centre.vehicles))
        assert set(lowered.vehicles) == {12}


async def test_a_supervisor_who_becomes_field_staff_loses_the_stream_and_the_desk(
    server: Process, people: cast.World
) -> None:
    cookie = await database_sync_to_async(session_cookie)(people.slamet)
    async with httpx.AsyncClient(base_url=server.address, headers={"Cookie": cookie}) as pages:
        assert (await pages.get("/desk/")).status_code == 200
        async with live_client(server.address, people.slamet) as client:
            await client.start()
            await database_sync_to_async(change_role)(people, people.slamet, Role.FIELD_STAFF)
            assert await close_code_of(client) == 4409
        async with live_client(server.address, people.slamet) as again:
            assert await close_code_of(again) == 4403
        assert (await pages.get("/desk/")).status_code == 403


def change_agency(user: User, people: cast.World) -> None:
    with transaction.atomic():
        user.agency = people.fire
        user.save()


def change_role(people: cast.World, user: User, role: Role) -> None:
    """As the page of people does it."""
    details = UserDetails(
        user.username, user.first_name, user.last_name, user.email, role, people.roads, user.language, is_active=True
    )
    save_user(people.gita, details, user)


async def test_the_snapshot_has_every_registered_entity(server: Process, people: cast.World) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.start()
        assert {"vehicle", "complaint", "camera", "zone"} <= set(client.state)


async def test_a_page_loaded_before_the_renaming_gets_complaints_when_it_asks_for_reports(
    server: Process, people: cast.World
) -> None:
    async with live_client(server.address, people.ani) as client:
        await client.start(topics=["report", "camera", "unknown"])
        hello = client.messages[0]
    assert hello["topics"] == ["camera", "complaint"]
    assert set(client.state) == {"camera", "complaint"}


@pytest.fixture
def any_priority(people: cast.World) -> Iterator[None]:
    """The table of complaints without what keeps unknown priorities out."""
    constraint = next(one for one in Complaint._meta.constraints if one.name == "complaint_priority_is_known")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Complaint, constraint)
    yield
    Complaint.objects.update(priority=Priority.NORMAL)
    with connection.schema_editor() as editor:
        editor.add_constraint(Complaint, constraint)


async def test_a_row_that_cannot_be_shown_takes_neither_the_connection_nor_the_others_with_it(
    people: cast.World, any_priority: None
) -> None:
    good, bad = await database_sync_to_async(two_complaints)()
    with web() as server:
        async with live_client(server.address, people.ani) as wall:
            await wall.start()
            assert set(wall.state["complaint"]) == {good}
        async with httpx.AsyncClient() as client:
            assert (await client.get(server.address + "/healthz")).json()["left_out_rows"] == 1
        assert f"complaints.Complaint {bad} cannot be shown" in server.output()


def two_complaints() -> tuple[int, int]:
    """One complaint as it should be, and one that something has spoiled in the database."""
    Category.objects.create(code="jalan", name="Jalan rusak")
    values = {"category": "jalan", "title": "Lubang", "lon": 98.49, "lat": 3.1}
    good, bad = (submit(parse_submission(values), Channel.PORTAL).complaint.pk for _ in range(2))
    Complaint.objects.filter(pk=bad).update(priority="bogus")
    return good, bad
