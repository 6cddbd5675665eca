"""Bodies of requests: whole or nothing, and bounded together."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.http_listener import Message
from fleet.gateway.http_positions import OsmandListener
from fleet.gateway.options import GatewayOptions
from fleet.pipeline.delivery import Delivery
from tests.wait_for import until_async

SCOPE = {"method": "POST", "path": "/", "query_string": b"", "headers": [(b"transfer-encoding", b"chunked")]}


class Trial:
    """A listener whose group commit keeps what it is given; ``ask`` gives the statuses that a client hears."""

    def __init__(self, **options: Any) -> None:
        chosen = GatewayOptions("", "", linger_ms=1, quiet_ms=1, **options)
        self.stored: list[Delivery] = []
        self.commits = GroupCommit(self._store, chosen)
        self.listener = OsmandListener(self.commits, self._healthy, chosen)

    async def ask(self, messages: "Sequence[Message] | asyncio.Queue[Message]") -> list[int]:
        """Send the messages of a request; from a queue, as they come."""
        heard: list[int] = []
        rest = iter(messages) if not isinstance(messages, asyncio.Queue) else None

        async def receive() -> Message:
            return await messages.get() if isinstance(messages, asyncio.Queue) else next(rest)  # type: ignore[arg-type]

        async def send(message: Message) -> None:
            if "status" in message:
                heard.append(message["status"])

        storing = asyncio.create_task(self.commits.run())
        await self.listener(SCOPE, receive, send)
        storing.cancel()
        return heard

    async def _store(self, deliveries: Sequence[Delivery]) -> None:
        self.stored += deliveries

    async def _healthy(self) -> bool:
        return True


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_a_body_may_come_in_parts() -> None:
    trial = Trial()
    assert await trial.ask([part(b"id=a&lat=3.1", more=True), part(b"2345&lon=98.49")]) == [200]
    assert trial.stored[0].messages[0].lat == pytest.approx(3.12345)  # type: ignore[union-attr]


async def test_half_a_body_is_nothing_for_it_looks_like_a_whole_one_elsewhere() -> None:
    trial = Trial()
    assert await trial.ask([part(b"id=a&lat=3.12345&lon=9", more=True), {"type": "http.disconnect"}]) == []
    assert trial.stored == []


async def test_all_bodies_together_are_bounded_and_what_is_done_is_room_again() -> None:
    trial, first = Trial(held_body_bytes=100), asyncio.Queue[Message]()
    waiting = asyncio.create_task(trial.ask(first))
    await first.put(part(b"id=a&lat=3.1" + b"&note=" + b"x" * 60, more=True))

    async def taken() -> bool:
        return first.empty()

    await until_async(taken)
    other = part(b"id=b&lat=3.1&lon=98.49&note=" + b"x" * 60)
    assert await trial.ask([other]) == [503]
    await first.put(part(b"&lon=98.49"))
    assert await waiting == [200]
    assert await trial.ask([other]) == [200]
    assert [one.identity for one in trial.stored] == ["a", "b"]
