"""The hub reads positions from the database when batches are missing, and hardly at all while none is."""

import asyncio
from collections.abc import Collection

import numpy as np
import pytest

from live import position_feed, registry
from live.frames import WIRE_POSITION
from live.latest import LatestPositions
from live.position_feed import PositionFeed
from live.positions import FORMAT, PositionBatch, UnknownFormat, pack_batch, unpack_batch
from live.publishers import FORGET_S, SILENT_S, Publishers
from tests.wait_for import until_async


def rows(*vehicles: int) -> np.ndarray:
    batch = np.zeros(len(vehicles), WIRE_POSITION)
    batch["vehicle"], batch["fix_time"], batch["arrival"] = vehicles, 100, 100
    return batch


def test_a_batch_comes_out_as_it_went_in() -> None:
    batch = unpack_batch(pack_batch(PositionBatch(7, 2**32 + 3, rows(1, 2))))
    assert (batch.publisher, batch.sequence, batch.rows.tolist()) == (7, 3, rows(1, 2).tolist())


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        rows(1, 2).tobytes(),
        pack_batch(PositionBatch(7, 1, rows(1)))[:-1],
        b"PTB" + bytes([FORMAT + 1]) + pack_batch(PositionBatch(7, 1, rows(1)))[4:],
    ],
    ids=["empty", "the format before", "cut", "a later format"],
)
def test_a_batch_of_another_format_is_refused_counted_and_read_from_the_database(payload: bytes) -> None:
    with pytest.raises(UnknownFormat):
        unpack_batch(payload)
    feed = PositionFeed(LatestPositions())
    feed._missed = False
    feed.take(payload)
    assert (feed.unknown_batches, feed._missed) == (1, True)


def test_a_hole_in_a_sequence_a_newcomer_and_a_silent_publisher_are_noticed() -> None:
    now = 0.0
    publishers = Publishers(lambda: now)
    assert not publishers.complete()
    assert [publishers.hear(7, number) for number in (5, 6, 8, 9)] == [False, True, False, True]
    assert [publishers.hear(8, number) for number in (2**32 - 1, 0)] == [False, True]
    assert publishers.complete()
    now = SILENT_S + 1
    publishers.hear(7, 10)
    assert not publishers.complete()
    now = FORGET_S + 1
    publishers.hear(7, 11)
    assert publishers.complete()


async def test_while_every_batch_comes_the_database_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[object] = []

    def loader(since: float | None, vehicles: Collection[int] | None) -> np.ndarray:
        reads.append((since is not None, vehicles))
        return rows(1, 2) if since is None else rows()

    async def read_so_often(times: int) -> bool:
        return len(reads) >= times

    monkeypatch.setattr(registry, "_position_loaders", {"vehicle": loader})
    monkeypatch.setattr(position_feed, "LOOK_S", 0.02)
    feed = PositionFeed(LatestPositions())
    feed.take(pack_batch(PositionBatch(7, 0, rows(1))))
    following = asyncio.create_task(feed.follow_database())
    await asyncio.wait_for(feed.ready.wait(), 10)
    # All, then what the newcomer may have sent before.
    await until_async(lambda: read_so_often(2))
    numbers = iter(range(1, 21))

    async def all_batches_came() -> bool:
        number = next(numbers)
        feed.take(pack_batch(PositionBatch(7, number, rows(1))))
        return number == 20

    await until_async(all_batches_came)
    assert reads == [(False, None), (True, None)]
    feed.take(pack_batch(PositionBatch(7, 25, rows(2))))
    await until_async(lambda: read_so_often(3))
    feed.correct([2])
    await until_async(lambda: read_so_often(4))
    assert reads[2:] == [(True, None), (False, [2])]
    following.cancel()
