"""Group commit: who is told what, and when."""

import asyncio
from collections.abc import Sequence

import pytest

from fleet.gateway.errors import Unavailable
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.options import GatewayOptions
from fleet.pipeline.delivery import Delivery
from fleet.protocols.fix import Heartbeat


class Shelf:
    """A store that keeps batches, waits for ``open`` and fails when told to."""

    def __init__(self) -> None:
        self.batches: list[Sequence[Delivery]] = []
        self.begun = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()
        self.away = False

    async def __call__(self, deliveries: Sequence[Delivery]) -> None:
        self.batches.append(deliveries)
        self.begun.set()
        await self.open.wait()
        if self.away:
            raise Unavailable


def options(**changes: int) -> GatewayOptions:
    return GatewayOptions(**{"database": "", "redis_url": "", **changes})  # type: ignore[arg-type]


def one(count: int = 1, identity: str = "a") -> Delivery:
    return Delivery([Heartbeat(identity)] * count, 0, "osmand", "http", "", lambda index: b"")


async def test_what_arrives_together_is_stored_together() -> None:
    shelf = Shelf()
    commits = GroupCommit(shelf, options())
    waiting = [commits.enqueue(one()) for _ in range(40)]
    running = asyncio.create_task(commits.run())
    await asyncio.gather(*waiting)
    assert [len(batch) for batch in shelf.batches] == [40]
    running.cancel()


async def test_nobody_is_told_before_the_store_is_done() -> None:
    shelf = Shelf()
    shelf.open.clear()
    commits = GroupCommit(shelf, options())
    waiting = commits.enqueue(one())
    running = asyncio.create_task(commits.run())
    await shelf.begun.wait()
    assert not waiting.done()
    shelf.open.set()
    await waiting
    running.cancel()


async def test_everybody_of_a_batch_that_is_not_stored_is_told_to_come_again() -> None:
    shelf = Shelf()
    shelf.away = True
    commits = GroupCommit(shelf, options())
    waiting = [commits.enqueue(one()) for _ in range(3)]
    running = asyncio.create_task(commits.run())
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [Unavailable] * 3
    running.cancel()


async def test_a_full_queue_refuses_instead_of_growing() -> None:
    commits = GroupCommit(Shelf(), options(pending_fixes=10))
    commits.enqueue(one(10))
    with pytest.raises(Unavailable):
        commits.enqueue(one())


async def test_a_batch_does_not_grow_beyond_its_limit() -> None:
    shelf = Shelf()
    commits = GroupCommit(shelf, options(batch_fixes=5))
    waiting = [commits.enqueue(one(2)) for _ in range(4)] + [commits.enqueue(one(50))]
    running = asyncio.create_task(commits.run())
    await asyncio.gather(*waiting)
    assert [sum(len(part.messages) for part in batch) for batch in shelf.batches] == [4, 4, 50]
    running.cancel()


async def test_where_many_wait_the_next_batch_is_not_left_empty_handed() -> None:
    shelf = Shelf()
    commits = GroupCommit(shelf, options(writers=2, share_deliveries=2))
    waiting = [commits.enqueue(one(identity=f"phone-{n}")) for n in range(6)]
    running = asyncio.create_task(commits.run())
    await asyncio.gather(*waiting)
    assert [len(batch) for batch in shelf.batches] == [3, 2, 1]
    running.cancel()


async def test_who_is_still_in_line_at_the_end_is_told_to_come_again() -> None:
    commits = GroupCommit(Shelf(), options())
    waiting = commits.enqueue(one())
    commits.close()
    with pytest.raises(Unavailable):
        await waiting
    assert commits.pending_fixes == 0


async def test_a_writer_that_is_stopped_tells_its_waiters_to_come_again() -> None:
    shelf = Shelf()
    shelf.open.clear()
    commits = GroupCommit(shelf, options())
    waiting = commits.enqueue(one())
    running = asyncio.create_task(commits.run())
    await shelf.begun.wait()
    running.cancel()
    with pytest.raises(Unavailable):
        await waiting


async def test_a_fault_in_one_delivery_costs_neither_the_others_nor_the_writer() -> None:
    bad, good = one(7), [one(), one()]

    async def store(deliveries: Sequence[Delivery]) -> None:
        if bad in deliveries:
            raise RecursionError("nobody has foreseen this")

    commits = GroupCommit(store, options())
    running = asyncio.create_task(commits.run())
    first = await asyncio.gather(*map(commits.enqueue, [good[0], bad, good[1]]), return_exceptions=True)
    assert [type(result) for result in first] == [type(None), Unavailable, type(None)]
    await commits.enqueue(one())
    assert not running.done()
    running.cancel()


async def test_what_a_device_sends_next_waits_for_what_is_being_stored_of_it() -> None:
    shelf = Shelf()
    shelf.open.clear()
    commits = GroupCommit(shelf, options())
    running = [asyncio.create_task(commits.run()) for _ in range(2)]
    first = commits.enqueue(one(identity="a"))
    await shelf.begun.wait()
    shelf.begun.clear()
    second, other = commits.enqueue(one(identity="a")), commits.enqueue(one(identity="b"))
    await shelf.begun.wait()
    assert [[delivery.identity for delivery in batch] for batch in shelf.batches] == [["a"], ["b"]]
    shelf.open.set()
    await asyncio.gather(first, second, other)
    assert [delivery.identity for delivery in shelf.batches[2]] == ["a"]
    for task in running:
        task.cancel()


async def one_behind_another(
    turn_ms: int,
) -> tuple[Shelf, asyncio.Future[None], asyncio.Future[None], list[asyncio.Task[None]]]:
    """Two writers, a delivery that is being stored for as long as the shelf is shut, and one that came after it."""
    shelf = Shelf()
    shelf.open.clear()
    commits = GroupCommit(shelf, options(turn_ms=turn_ms, linger_ms=0))
    first = commits.enqueue(one(identity="a"))
    running = [asyncio.create_task(commits.run()) for _ in range(2)]
    await shelf.begun.wait()
    return shelf, first, commits.enqueue(one(identity="b")), running


async def both_begun(shelf: Shelf) -> None:
    """Until two batches are being stored."""
    while len(shelf.batches) < 2:
        shelf.begun.clear()
        await shelf.begun.wait()


async def test_a_batch_has_the_database_for_itself_and_the_next_begins_before_its_phones_are_told() -> None:
    shelf, first, second, running = await one_behind_another(turn_ms=60_000)
    told = asyncio.Event()
    first.add_done_callback(lambda _: told.set())
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(shelf.batches) == 1
    shelf.open.set()
    await both_begun(shelf)
    assert not told.is_set()
    await asyncio.gather(first, second)
    for task in running:
        task.cancel()


async def test_a_batch_that_takes_its_time_does_not_hold_up_the_next() -> None:
    shelf, first, second, running = await one_behind_another(turn_ms=1)
    await asyncio.wait_for(both_begun(shelf), timeout=20)
    assert not first.done()
    shelf.open.set()
    await asyncio.gather(first, second)
    for task in running:
        task.cancel()
