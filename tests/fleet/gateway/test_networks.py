"""A listener that is open to some networks takes nothing from others."""

import asyncio
import logging
import socket

import pytest

from fleet.gateway.networks import AllowedNetworks, read_networks
from tests.fleet.tracker_listeners import open_listeners


@pytest.mark.parametrize(
    ("address", "admitted"),
    [("10.20.1.2", True), ("192.0.2.7", True), ("192.0.2.8", False), ("::ffff:10.20.0.9", True), ("", False)],
)
def test_the_networks_of_a_listener(address: str, admitted: bool) -> None:
    networks = read_networks("gt06=10.20.0.0/16 192.0.2.7, osmand=10.0.0.0/8")
    assert AllowedNetworks("gt06", networks).admits(address) is admitted
    assert AllowedNetworks("h02", networks).admits(address), "a listener that is not named is open"


@pytest.mark.parametrize("text", ["gt06", "gt06=", "gt06=10.0.0.0/33", "gt06=10.0.0.1/8", "gt06=example.go.id"])
def test_what_is_no_list_of_networks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_networks(text)


def test_refusals_are_counted_and_seldom_logged(caplog: pytest.LogCaptureFixture) -> None:
    allowed = AllowedNetworks("gt06", read_networks("gt06=10.0.0.0/8"))
    with caplog.at_level(logging.WARNING):
        assert [allowed.admits("192.0.2.7") for _ in range(50)] == [False] * 50
    assert allowed.refused == 50
    assert len(caplog.records) == 1


async def test_a_tracker_of_another_network_is_closed_and_its_datagrams_have_no_answer() -> None:
    async with open_listeners(networks=read_networks("words=192.0.2.0/24")) as listeners:
        async with await listeners.connect("login a", "fix 1") as tracker:
            assert await tracker.rest() == ""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.connect(("127.0.0.1", listeners.port))
            sender.send(b"fix 1\n")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await asyncio.get_running_loop().sock_recv(sender, 100)
        assert not listeners.shelf.kept


async def test_a_tracker_of_a_named_network_is_heard() -> None:
    async with (
        open_listeners(networks=read_networks("words=127.0.0.0/8")) as listeners,
        await listeners.connect("login a", "fix 1") as tracker,
    ):
        assert [await tracker.hear(), await tracker.hear()] == ["hello", "ok 1"]
