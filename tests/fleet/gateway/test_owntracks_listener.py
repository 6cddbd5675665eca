"""What the HTTP listener of OwnTracks answers, and whom it believes a post to be from."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from fleet.gateway.broker import Broker
from fleet.gateway.errors import Unavailable
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import GatewayOptions
from fleet.gateway.owntracks_http import OwntracksListener
from fleet.pipeline.delivery import Delivery

PLACE = {"_type": "location", "lat": 3.1, "lon": 98.49, "tst": 1772366400, "tid": "bu"}


class Kept:
    """A group commit that keeps what it is given, or refuses it."""

    def __init__(self, *, full: bool = False) -> None:
        self.deliveries: list[Delivery] = []
        self.full = full

    async def store(self, deliveries: Sequence[Delivery]) -> None:
        if self.full:
            raise Unavailable
        self.deliveries += deliveries

    def identities(self) -> list[str]:
        return [message.identity for delivery in self.deliveries for message in delivery.messages]


async def post(kept: Kept, content: bytes, url: str = "/", method: str = "POST", **more: Any) -> httpx.Response:
    options = GatewayOptions("", "", linger_ms=0.0)
    commits = GroupCommit(kept.store, options)
    listener = OwntracksListener(commits, _healthy, options)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await listener(scope, receive, send)

    writer = asyncio.create_task(commits.run())
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client:
            return await client.request(method, url, content=content, **more)
    finally:
        writer.cancel()


async def _healthy() -> bool:
    return True


@pytest.mark.parametrize(
    ("url", "more", "identity"),
    [
        ("/", {"headers": {"X-Limit-U": "budi", "X-Limit-D": "7f3a"}}, "budi/7f3a"),
        ("/pub?u=budi&d=7f3a", {}, "budi/7f3a"),
        ("/", {"auth": ("budi", "secret")}, "budi"),
        ("/", {"auth": ("budi", "secret"), "headers": {"X-Limit-D": "7f3a"}}, "budi/7f3a"),
        ("/?u=citra", {"headers": {"X-Limit-U": "budi"}}, "budi"),
        ("/", {"headers": {"Authorization": "Basic ***"}}, "bu"),
        ("/", {}, "bu"),
    ],
)
async def test_whom_a_post_is_from(url: str, more: dict[str, Any], identity: str) -> None:
    kept = Kept()
    answer = await post(kept, json.dumps(PLACE).encode(), url, **more)
    assert (answer.status_code, answer.json()) == (200, [])
    assert kept.identities() == [identity]


async def test_what_cannot_be_stored_is_asked_for_again() -> None:
    answer = await post(Kept(full=True), json.dumps(PLACE).encode())
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("body", [b"", b"[]", b'{"_type":"lwt","tst":1}'])
async def test_what_holds_nothing_is_taken_without_being_stored(body: bytes) -> None:
    kept = Kept(full=True)
    answer = await post(kept, body)
    assert (answer.status_code, answer.json()) == (200, [])


async def test_a_visitor_is_told_what_this_is() -> None:
    assert "OwnTracks" in (await post(Kept(), b"", method="GET")).text
    assert (await post(Kept(), b"", "/healthz", method="GET")).status_code == 200


async def test_no_password_is_kept_with_a_record() -> None:
    kept = Kept()
    await post(kept, json.dumps(PLACE).encode(), auth=("budi", "secret"))
    assert b"secret" not in kept.deliveries[0].raw(0)


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("mqtt://broker.example.go.id", "broker.example.go.id", 1883, False),
        ("mqtts://budi:a%40b@10.0.0.7", "10.0.0.7", 8883, True),
        ("mqtt://mosquitto:1884", "mosquitto", 1884, False),
    ],
)
def test_the_address_of_a_broker_is_read(url: str, host: str, port: int, tls: bool) -> None:
    broker = Broker.from_url(url, "pantau")
    assert (broker.host, broker.port, broker.tls) == (host, port, tls)
    assert broker.password in (None, "a@b")


@pytest.mark.parametrize("url", ["http://broker", "mqtt://", "broker:1883", "mqtt://host:port"])
def test_what_is_no_address_of_a_broker_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Broker.from_url(url, "pantau")
