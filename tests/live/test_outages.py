"""A killed Redis or web process loses no event, and the client recovers by itself."""

import asyncio

import pytest
import websockets.exceptions
from channels.db import database_sync_to_async

from complaints.actions.submit import submit
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel
from tests import world as cast
from tests.live_client import live_client
from tests.processes import web
from tests.redis_process import own_redis

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    people = cast.build()
    Category.objects.create(code="jalan", name="Jalan rusak", default_agency=people.roads)
    return people


async def complaint(title: str) -> int:
    """A complaint is sent; returns its id."""
    values = {"category": "jalan", "title": title, "lon": 98.49, "lat": 3.1}
    receipt = await database_sync_to_async(submit)(parse_submission(values), Channel.PORTAL)
    complaint_id: int = receipt.complaint.pk
    return complaint_id


async def test_events_arrive_while_redis_is_dead_and_after_it_came_back(people: cast.World) -> None:
    with own_redis() as redis, web(PANTAU_REDIS_URL=redis.url) as server:
        async with live_client(server.address, people.ani) as wall:
            await wall.start()
            first = await complaint("Before the outage")
            await wall.take_until(lambda: first in wall.state["complaint"])
            redis.kill()
            during = await complaint("While Redis is dead")
            await wall.take_until(lambda: during in wall.state["complaint"])
            redis.start()
            after = await complaint("After it came back")
            await wall.take_until(lambda: after in wall.state["complaint"])
        numbers = [message["number"] for message in wall.messages if message["op"] == "event"]
        assert numbers == sorted(set(numbers))


async def test_a_client_resumes_over_the_death_of_the_web_process(people: cast.World) -> None:
    with web() as server:
        async with live_client(server.address, people.ani) as wall:
            await wall.start()
            seen = await complaint("Before the crash")
            await wall.take_until(lambda: seen in wall.state["complaint"])
            await asyncio.to_thread(server.kill)
            with pytest.raises(websockets.exceptions.ConnectionClosed):
                await wall.take_until(lambda: False)
        missed = [await complaint(f"While it is dead {place}") for place in range(3)]
        await asyncio.to_thread(server.start)
        async with live_client(server.address, people.ani) as again:
            await again.start(resume=wall.number)
            told = [message["data"]["id"] for message in again.messages if message["op"] == "event"]
            assert told == missed
            assert [m["op"] for m in again.messages if m["op"] in {"snapshot", "resumed"}] == ["resumed"]


async def test_a_client_that_was_away_too_long_gets_a_snapshot(people: cast.World) -> None:
    with web() as server:
        known = await complaint("Known to all")
        async with live_client(server.address, people.ani) as wall:
            await wall.start(resume=10_000)
            assert [m["op"] for m in wall.messages if m["op"] in {"snapshot", "resumed"}] == ["snapshot"]
            assert known in wall.state["complaint"]
