"""The listeners of trackers: answers, their order, and what a connection may not do."""

import asyncio
import logging
import socket

import pytest

from fleet.gateway.trackers import LAST_ANSWERS_S
from fleet.protocols.fix import Rejected
from fleet.protocols.rejection import RejectionReason
from tests.fleet.tracker_listeners import Listeners, open_listeners
from tests.wait_for import until_async


async def condition(check: object) -> None:
    """Wait for a plain condition."""

    async def holds() -> bool:
        return bool(check())  # type: ignore[operator]

    await until_async(holds)


async def test_a_login_is_answered_at_once_and_a_fix_after_its_commit() -> None:
    async with open_listeners() as listeners:
        listeners.shelf.open.clear()
        async with await listeners.connect("login a", "fix 1") as tracker:
            assert await tracker.hear() == "hello"
            await listeners.shelf.begun.wait()
            answer = asyncio.create_task(tracker.hear())
            assert not (await asyncio.wait([answer], timeout=0.3))[0], "answered before the commit"
            listeners.shelf.open.set()
            assert await answer == "ok 1"


async def test_no_answer_overtakes_that_of_an_earlier_frame() -> None:
    async with open_listeners() as listeners:
        listeners.shelf.open.clear()
        async with await listeners.connect("login a", "fix 1", "beat", "fix 2", "beat") as tracker:
            assert await tracker.hear() == "hello"
            await listeners.shelf.begun.wait()
            listeners.shelf.open.set()
            assert [await tracker.hear() for _ in range(4)] == ["ok 1", "beat", "ok 2", "beat"]


async def test_a_fix_carries_the_identity_of_the_login_and_its_bytes() -> None:
    async with open_listeners() as listeners, await listeners.connect("login truck-1", "fix 7") as tracker:
        assert [await tracker.hear(), await tracker.hear()] == ["hello", "ok 7"]
        (kept,) = listeners.shelf.kept
        assert (kept.messages[0].identity, kept.protocol, kept.transport, kept.remote, kept.raw(0)) == (
            "truck-1", "words", "tcp", "127.0.0.1", b"fix 7\n",
        )  # fmt: skip


async def test_frames_are_found_however_the_stream_is_cut() -> None:
    async with open_listeners() as listeners, await listeners.connect() as tracker:
        tracker.writer.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"login a\nfix 1\nfix 2\n":
            tracker.writer.write(bytes([byte]))
            await tracker.writer.drain()
            await asyncio.sleep(0)  # the listener's turn to read, not a wait
        assert [await tracker.hear() for _ in range(3)] == ["hello", "ok 1", "ok 2"]


async def test_what_cannot_be_stored_is_not_answered_and_ends_the_connection() -> None:
    async with open_listeners() as listeners:
        listeners.shelf.away = True
        async with await listeners.connect("login a", "fix 1", "beat") as tracker:
            assert await tracker.rest() == "hello\n"
        listeners.shelf.away = False
        async with await listeners.connect("login a", "fix 1") as tracker:
            assert [await tracker.hear(), await tracker.hear()] == ["hello", "ok 1"]


async def test_garbage_is_quarantined_with_its_bytes_and_the_sessions_identity() -> None:
    async with open_listeners() as listeners, await listeners.connect("login a", "!nonsense", "fix 1") as tracker:
        assert [await tracker.hear(), await tracker.hear()] == ["hello", "ok 1"]
        garbage = listeners.shelf.kept[0]
        assert isinstance(garbage.messages[0], Rejected)
        assert (garbage.messages[0].identity, garbage.raw(0)) == ("a", b"!nonsense\n")


async def test_a_connection_may_send_only_so_much_garbage() -> None:
    async with open_listeners(tracker_garbage_pieces=5) as listeners:
        async with await listeners.connect("login a", *["!"] * 5, "fix 1", *["!"] * 20) as tracker:
            assert await tracker.rest() == "hello\nok 1\n"
        await condition(lambda: len(listeners.shelf.kept) == 12)  # five, the fix, and six more: the sixth was too much


async def test_a_frame_without_an_end_is_garbage() -> None:
    async with open_listeners() as listeners, await listeners.connect("login a") as tracker:
        tracker.writer.write(b"x" * 250)
        await condition(lambda: listeners.shelf.kept)
        (rejected,) = listeners.shelf.kept[0].messages
        assert isinstance(rejected, Rejected)
        assert (rejected.reason.code, rejected.identity) == (RejectionReason.FRAME_TOO_LONG, "a")


async def test_a_bug_in_a_decoder_costs_one_frame_and_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with open_listeners() as listeners:
        with caplog.at_level(logging.ERROR):
            async with await listeners.connect("login a", "bug", "bug", "fix 1") as tracker:
                assert [await tracker.hear(), await tracker.hear()] == ["hello", "ok 1"]
        (first, second, _) = listeners.shelf.kept
        assert isinstance(first.messages[0], Rejected)
        assert first.messages[0].reason.code == RejectionReason.DECODER_FAULT
        assert second.raw(0) == b"bug\n"
        assert len([one for one in caplog.records if "goes to quarantine" in one.message]) == 1


async def test_a_bug_in_a_cutter_costs_the_bytes_at_hand() -> None:
    async with open_listeners() as listeners, await listeners.connect("login a", "BUG! x") as tracker:
        assert await tracker.hear() == "hello"
        await condition(lambda: listeners.shelf.raw() == [b"BUG! x\n"])
        tracker.say("fix 1")
        assert await tracker.hear() == "ok 1"


async def test_reading_stops_while_too_many_frames_of_one_connection_wait() -> None:
    async with open_listeners(tracker_frames=4) as listeners:
        listeners.shelf.open.clear()
        frames = [f"fix {n}" for n in range(300)]
        async with await listeners.connect("login a", *frames) as tracker:
            assert await tracker.hear() == "hello"
            await listeners.shelf.begun.wait()
            assert listeners.commits.pending_fixes <= 4
            listeners.shelf.open.set()
            assert [await tracker.hear() for _ in frames] == [f"ok {n}" for n in range(300)]


async def test_reading_stops_while_the_collector_is_full_and_everybody_is_served_in_the_end() -> None:
    async with open_listeners(pending_fixes=40, batch_fixes=10) as listeners:
        listeners.shelf.open.clear()
        trackers = [await listeners.connect(f"login {n}", *[f"fix {m}" for m in range(20)]) for n in range(10)]
        await condition(lambda: listeners.commits.pending_fixes > 30)
        assert listeners.commits.pending_fixes <= 40
        listeners.shelf.open.set()
        for tracker in trackers:
            assert await tracker.hear() == "hello"
            assert [await tracker.hear() for _ in range(20)] == [f"ok {m}" for m in range(20)]
            tracker.writer.close()


async def test_a_tracker_that_ends_its_side_first_still_gets_its_answers() -> None:
    async with open_listeners() as listeners, await listeners.connect("login a", "fix 1", "fix 2") as tracker:
        tracker.writer.write_eof()
        assert await tracker.rest() == "hello\nok 1\nok 2\n"


async def test_what_came_whole_is_stored_even_if_the_connection_is_gone() -> None:
    async with open_listeners(tracker_frames=2) as listeners:
        listeners.shelf.open.clear()
        tracker = await listeners.connect("login a", *[f"fix {n}" for n in range(9)])
        assert await tracker.hear() == "hello"
        await listeners.shelf.begun.wait()
        tracker.writer.transport.abort()
        listeners.shelf.open.set()
        await condition(lambda: len(listeners.shelf.kept) == 9)


async def test_the_decoder_may_end_the_connection() -> None:
    async with open_listeners() as listeners, await listeners.connect("login a", "fix 1", "bye", "fix 2") as tracker:
        assert await tracker.rest() == "hello\nok 1\nbye\n"
        assert listeners.shelf.raw() == [b"fix 1\n"]


@pytest.mark.parametrize("lines", [[], ["login a"]])
async def test_a_silent_connection_is_closed(lines: list[str]) -> None:
    async with (
        open_listeners(tracker_idle_s=0.3, tracker_frame_s=0.3) as listeners,
        await listeners.connect(*lines) as tracker,
    ):
        assert await tracker.rest() == ("hello\n" if lines else "")


async def test_a_connection_that_speaks_stays_beyond_its_idle_time() -> None:
    async with (
        open_listeners(tracker_idle_s=0.5, tracker_frame_s=0.5) as listeners,
        await listeners.connect("login a") as tracker,
    ):
        began = asyncio.get_running_loop().time()
        assert await tracker.hear() == "hello"

        async def has_spoken_for_longer() -> bool:
            tracker.say("beat")
            assert await tracker.hear() == "beat"
            return asyncio.get_running_loop().time() > began + 1.2

        await until_async(has_spoken_for_longer)


async def test_half_a_frame_is_quarantined_and_closed_after_its_time() -> None:
    async with open_listeners(tracker_frame_s=0.3) as listeners, await listeners.connect("login a") as tracker:
        tracker.writer.write(b"fix 1")
        assert await tracker.rest() == "hello\n"
        await condition(lambda: listeners.shelf.raw() == [b"fix 1"])


async def test_a_slow_sender_is_closed_though_each_byte_is_new() -> None:
    async with open_listeners(tracker_frame_s=0.4) as listeners, await listeners.connect("login a") as tracker:
        closed = asyncio.create_task(tracker.rest())
        while not closed.done():
            tracker.writer.write(b"x")
            await asyncio.wait([closed], timeout=0.05)
        assert closed.result() == "hello\n"


async def test_beyond_the_limit_new_connections_are_closed_and_the_others_live() -> None:
    async with open_listeners(tracker_connections=2) as listeners:
        first, second = await listeners.connect("login a"), await listeners.connect("login b")
        assert [await first.hear(), await second.hear()] == ["hello", "hello"]
        third = await listeners.connect()
        assert await third.rest() == ""
        first.say("fix 1")
        assert await first.hear() == "ok 1"
        second.writer.close()
        await condition(second.writer.transport.is_closing)
        await welcome(listeners)


async def test_beyond_the_limit_the_oldest_that_has_said_nothing_gives_way() -> None:
    async with open_listeners(tracker_connections=3) as listeners:
        good = await listeners.connect("login a")
        assert await good.hear() == "hello"
        silent = [await listeners.connect() for _ in range(2)]
        late = await listeners.connect("login b", "fix 1")
        assert [await late.hear(), await late.hear()] == ["hello", "ok 1"]
        assert await silent[0].rest() == ""
        later = await listeners.connect("login c")
        assert await later.hear() == "hello"
        assert await silent[1].rest() == ""
        assert await (await listeners.connect("login d")).rest() == ""
        good.say("fix 2")
        assert await good.hear() == "ok 2"


async def welcome(listeners: Listeners) -> None:
    """Wait until the listeners take one more tracker."""

    async def taken() -> bool:
        async with await listeners.connect("login c") as tracker:
            return await tracker.hear() == "hello"

    await until_async(taken)


async def test_unfinished_frames_of_all_connections_are_bounded_together() -> None:
    async with open_listeners(tracker_held_bytes=1000) as listeners:
        good = await listeners.connect("login a")
        assert await good.hear() == "hello"
        crowd = [await listeners.connect() for _ in range(20)]
        for one in crowd:
            one.writer.write(b"x" * 150)
        await condition(lambda: sum(one.reader.at_eof() for one in crowd) == 20 - 1000 // 150)
        good.say("fix 1")
        assert await good.hear() == "ok 1"


async def test_a_tracker_that_does_not_read_its_answers_is_cut_off() -> None:
    async with open_listeners() as listeners:
        with socket.create_connection(("127.0.0.1", listeners.port)) as mute:
            mute.setblocking(False)
            # The kernel takes megabytes of answers before the listener has to keep any.
            lines = b"login a\n" + b"shout\n" * 1_000

            async def cut_off() -> bool:
                try:
                    mute.send(lines)
                except BlockingIOError:
                    return False
                except OSError:
                    return True
                return False

            await until_async(cut_off)


async def test_stopping_answers_what_was_taken_and_then_closes() -> None:
    async with open_listeners() as listeners:
        listeners.shelf.open.clear()
        tracker = await listeners.connect("login a", "fix 1")
        assert await tracker.hear() == "hello"
        await listeners.shelf.begun.wait()
        loop = asyncio.get_running_loop()
        loop.call_later(0.2, listeners.shelf.open.set)
        began = loop.time()
    assert loop.time() - began < LAST_ANSWERS_S / 2
    assert await tracker.rest() == "ok 1\n"
    tracker.writer.close()


async def test_a_datagram_is_answered_to_its_sender_after_the_commit() -> None:
    async with open_listeners() as listeners:
        listeners.shelf.open.clear()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.connect(("127.0.0.1", listeners.port))
            sender.send(b"fix 5")
            await listeners.shelf.begun.wait()
            answer = asyncio.create_task(asyncio.get_running_loop().sock_recv(sender, 100))
            assert not (await asyncio.wait([answer], timeout=0.2))[0]
            listeners.shelf.open.set()
            assert await asyncio.wait_for(answer, 10) == b"ok 5\n"
        assert listeners.shelf.kept[0].transport == "udp"


async def test_a_datagram_that_cannot_be_stored_has_no_answer() -> None:
    async with open_listeners() as listeners:
        listeners.shelf.away = True
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.connect(("127.0.0.1", listeners.port))
            sender.send(b"fix 5")
            await listeners.shelf.begun.wait()
            sender.send(b"beat")
            assert await asyncio.wait_for(asyncio.get_running_loop().sock_recv(sender, 100), 10) == b"beat\n"
