"""Bytes held for connections are given back however a connection ends."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet.gateway.backpressure import Admission
from fleet.gateway.byte_budget import ByteBudget
from fleet.gateway.errors import Unavailable
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import GatewayOptions
from fleet.gateway.tcp import TrackerConnection
from fleet.pipeline.delivery import Delivery
from tests.fleet.tracker_listeners import WORDS

OPTIONS = GatewayOptions(database="", redis_url="", tracker_frames=2, tracker_held_bytes=60, pending_fixes=4)
STEPS = ("half", "frame", "garbage", "frames", "bye", "stored", "failed", "full", "room", "eof", "late", "lost", "stop")


class Pending:
    """Stands for the group commit: deliveries wait until the test settles them."""

    def __init__(self) -> None:
        self.pending_fixes = 0
        self.futures: list[asyncio.Future[None]] = []

    def enqueue(self, delivery: Delivery) -> asyncio.Future[None]:
        if self.pending_fixes > OPTIONS.pending_fixes:
            raise Unavailable
        self.futures.append(asyncio.get_running_loop().create_future())
        return self.futures[-1]

    def settle(self, error: Exception | None) -> None:
        for future in self.futures:
            if not future.done():
                future.set_exception(error) if error else future.set_result(None)


class Lined(Admission):
    """An admission that lets the test say when those who wait for room are called."""

    def __init__(self, commits: Pending) -> None:
        super().__init__(cast(GroupCommit, commits), OPTIONS)
        self.line: list[Callable[[], None]] = []

    def when_room(self, go: Callable[[], None]) -> None:
        self.line.append(go)

    def call(self) -> None:
        waiting, self.line = self.line, []
        for go in waiting:
            go()


class Wire(asyncio.Transport):
    """A transport whose loss is reported when the test says so."""

    closing = False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None: ...
    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 1) if name == "peername" else default

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    abort = close

    def write(self, data: Any) -> None: ...
    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...


def receive(connection: TrackerConnection, data: bytes) -> None:
    connection.get_buffer(-1)[: len(data)] = data
    connection.buffer_updated(len(data))


async def play(steps: Sequence[str]) -> ByteBudget:
    """One connection's life in these steps, then its loss and the end of what is pending."""
    pending = Pending()
    admission = Lined(pending)
    connection = TrackerConnection(admission, WORDS, asyncio.get_running_loop())
    wire, lost = Wire(), False
    connection.connection_made(wire)
    said = {
        "half": b"fix 1",
        "frame": b"fix 1\n",
        "garbage": b"!x\n",
        "frames": b"fix 1\n" * 5 + b"fi",
        "bye": b"bye\n",
    }
    for step in steps:
        if step in said and not lost and not wire.closing:
            receive(connection, said[step])
        elif step in {"stored", "failed"}:
            pending.settle(Unavailable() if step == "failed" else None)
        elif step in {"full", "room"}:
            pending.pending_fixes = 1_000 if step == "full" else 0
            if step == "room":
                admission.call()
        elif step == "eof" and not lost:
            connection.eof_received()
        elif step == "late":
            connection.look(asyncio.get_running_loop().time() + 10_000)
        elif step == "stop":
            connection.finish()
        elif step == "lost" and not lost:
            lost = True
            connection.connection_lost(None)
        await asyncio.sleep(0)
    if not lost:
        connection.connection_lost(ConnectionResetError())
    pending.pending_fixes = 0
    for _ in range(20):
        admission.call()
        pending.settle(None)
        await asyncio.sleep(0)
    assert admission.connections == 0
    return admission.held


async def test_the_rest_of_a_frame_of_a_lost_connection_that_was_paused_is_given_back() -> None:
    assert (await play(["full", "frames", "lost", "room"])).held_bytes == 0


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(STEPS), max_size=14))
def test_no_order_of_pause_resume_loss_and_error_leaves_bytes_behind(steps: list[str]) -> None:
    assert asyncio.run(play(steps)).held_bytes == 0


def test_a_closed_account_counts_nothing_more() -> None:
    budget = ByteBudget(10)
    with pytest.raises(ZeroDivisionError), budget.open_account() as account:
        assert account.resize(8)
        assert not budget.open_account().resize(3)
        raise ZeroDivisionError
    assert account.resize(5)
    assert budget.held_bytes == 3
