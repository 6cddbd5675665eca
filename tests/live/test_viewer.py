"""A slow client is skipped and caught up again; it never delays others and never grows memory."""

import asyncio
import json

from live import viewer as viewers
from live.viewer import Viewer


async def test_events_that_come_during_a_snapshot_follow_it_in_order() -> None:
    viewer = Viewer(1, "centre")
    viewer.offer_event(8, "event 8")
    viewer.offer_event(11, "event 11")
    viewer.say({"op": "snapshot", "number": 10})
    viewer.release(10)
    viewer.offer_event(11, "event 11")
    viewer.offer_event(12, "event 12")
    viewer.close(4409)
    sent: list[str | bytes] = []

    async def send(data: str | bytes) -> None:
        sent.append(data)

    assert await viewer.write(send) == 4409
    assert json.loads(sent[0])["op"] == "snapshot"
    assert sent[1:] == ["event 11", "event 12"]


async def test_frames_beyond_the_limit_are_dropped_and_their_cells_sent_anew() -> None:
    viewer = Viewer(1, "centre")
    viewer.cells = frozenset({3, 4})
    for _ in range(viewers.MAX_WAITING_FRAMES):
        viewer.offer_frame(3, b"frame")
    viewer.offer_frame(4, b"too many")
    assert viewer.take_stale_cells() == set()
    sent: list[str | bytes] = []
    all_sent = asyncio.Event()

    async def send(data: str | bytes) -> None:
        sent.append(data)
        if len(sent) == viewers.MAX_WAITING_FRAMES:
            all_sent.set()

    writer = asyncio.create_task(viewer.write(send))
    await asyncio.wait_for(all_sent.wait(), 5)
    assert viewer.take_stale_cells() == {4}
    assert b"too many" not in sent
    writer.cancel()


async def test_a_client_that_takes_nothing_is_cut_off_and_its_memory_freed() -> None:
    viewer = Viewer(1, "centre")
    viewer.release(0)
    for number in range(1, viewers.MAX_WAITING_MESSAGES + 2):
        viewer.offer_event(number, "event")
    assert viewer.closing == viewers.TOO_SLOW

    async def send(data: str | bytes) -> None:
        raise AssertionError("nothing is left to be sent")

    assert await viewer.write(send) == viewers.TOO_SLOW


async def test_an_agency_sees_its_own_and_what_is_public() -> None:
    viewer = Viewer(1, "agency:5")
    assert viewer.agency == 5
    assert viewer.sees(frozenset({"agency:5"}))
    assert viewer.sees(frozenset({"centre", "public"}))
    assert not viewer.sees(frozenset({"centre", "agency:6"}))
