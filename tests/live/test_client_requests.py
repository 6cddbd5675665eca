"""What a client looks at is a state: the latest wish counts, and wishing often costs no more than wishing once."""

import time

import numpy as np
import pytest

from live.cells import CellBoard
from live.frames import WIRE_POSITION
from live.hub import Hub
from live.latest import LatestPositions
from live.messages import MAX_MESSAGE_BYTES, Malformed, read
from live.rate import TokenBucket
from live.viewer import Viewer


def watching_hub(vehicles: int = 0) -> tuple[Hub, Viewer]:
    """A hub that is not running, with one viewer that has started."""
    hub = Hub(lambda credentials: {})
    rows = np.zeros(vehicles, WIRE_POSITION)
    rows["vehicle"], rows["fix_time"] = np.arange(1, vehicles + 1), 1
    hub.latest.merge(rows)
    viewer = Viewer(1, "centre")
    viewer.topics = frozenset({"positions"})
    hub.viewers.add(viewer)
    return hub, viewer


async def sent_to(viewer: Viewer) -> list[bytes]:
    """The frames that wait for the viewer, in their order."""
    frames: list[bytes] = []

    async def send(data: str | bytes) -> None:
        assert isinstance(data, bytes)
        frames.append(data)
        if not viewer._frames:
            viewer.closing = 1000

    await viewer.write(send)
    return frames


async def test_of_many_wishes_the_first_and_the_latest_are_granted() -> None:
    hub, viewer = watching_hub()
    for cell in range(1, 500):
        viewer.wish_cells(frozenset({cell}))
        hub.wish(viewer)
    assert viewer.cells == {1}
    viewer.wishes_acted_at = float("-inf")
    hub.tick()
    assert viewer.cells == {499}
    assert not viewer.has_wishes
    assert len(await sent_to(viewer)) == 1


def cost_of(wishes: int) -> float:
    """Seconds of that many wishes for the whole region of 20,000 vehicles and its end, and of the tick after them."""
    hub, viewer = watching_hub(20_000)
    began = time.perf_counter()
    for number in range(wishes):
        viewer.wish_cells(frozenset({0}) if number % 2 else frozenset(range(64)))
        viewer.wish_again(0)
        hub.wish(viewer)
    hub.tick()
    return time.perf_counter() - began


@pytest.mark.alone
def test_2500_wishes_cost_hardly_more_than_25() -> None:
    few, many = min(cost_of(25) for _ in range(3)), min(cost_of(2_500) for _ in range(3))
    assert many < 10 * few, f"2,500 wishes took {many:.4f} s, 25 took {few:.4f} s"


def test_snapshots_of_one_cell_replace_each_other() -> None:
    viewer, board = Viewer(1, "centre"), CellBoard(LatestPositions(), 1)
    board.look(viewer, frozenset({3, 4}))
    for _ in range(100):
        board.resend(viewer, {3, 4})
    assert len(viewer._frames) == 2


async def test_frames_leave_in_the_order_in_which_they_came() -> None:
    viewer = Viewer(1, "centre")
    for frame in (b"3 first", b"4 first", b"3 second"):
        viewer.offer_frame(int(frame[:1]), frame)
    viewer.offer_snapshot(4, b"4 whole")
    assert await sent_to(viewer) == [b"3 first", b"3 second", b"4 whole"]


def test_an_allowance_is_used_up_and_grows_again() -> None:
    now = 0.0
    bucket = TokenBucket(2.0, 3, lambda: now)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now = 0.5
    assert [bucket.take() for _ in range(2)] == [True, False]


def test_nothing_that_a_client_sends_is_costly_to_refuse() -> None:
    huge = [
        '{"op":"cells","cells":[' + "9" * 4000 + "]}",
        '{"op":"start","resume":' + "9" * 4000 + "}",
        '{"op":"cells","cells":' + "[" * 4000,
        '{"op":"cells","cells":[1.0]}',
        '{"op":"cells","cells":[true]}',
        '{"op":"cells","cells":[16777217]}',
        '{"op":"start","resume":null,"topics":[' + ",".join(['"a"'] * 33) + "]}",
        '{"op":"start","resume":null,"build":"' + "x" * 65 + '"}',
        '{"op":"resync","cell":NaN}',
        "x" * (MAX_MESSAGE_BYTES + 1),
    ]
    began = time.perf_counter()
    for text in huge:
        try:
            read(text)
        except Malformed:
            continue
        raise AssertionError(text[:60])
    assert time.perf_counter() - began < 1.0
