"""Every protocol of trackers against connections that are silent, slow or send nonsense, by its own cutter."""

import asyncio
import socket
from typing import Final

import pytest

from benchmarks.frames import teltonika_packets
from benchmarks.frames.authored import IMEI, authored
from fleet.gateway.tcp import READ_BYTES
from fleet.protocols.fix import Fix
from fleet.protocols.stream import StreamProtocol
from fleet.protocols.streams import STREAMS
from tests.fleet.tracker_frames import Teltonika
from tests.fleet.tracker_listeners import Listeners, open_listeners
from tests.slow_clients import closed, connect, dripped, is_true
from tests.wait_for import until_async

FRAMES: Final = {"gt06": (0, 3), "teltonika": (0, 2)}
"""Which of the authored frames make a position; of all others the first does."""
QUICK: Final = {"tracker_frame_s": 0.4, "tracker_idle_s": 0.4, "tracker_garbage_bytes": 4_000}
GARBAGE: Final = b"\x01garbage garbage\x02" * 50
every = pytest.mark.parametrize("protocol", STREAMS.values(), ids=STREAMS.keys())


def position(protocol: StreamProtocol) -> list[bytes]:
    """The frames that a good tracker sends."""
    frames = authored()[protocol.name]
    return [frames[number] for number in FRAMES.get(protocol.name, (0,))]


def datagram(protocol: StreamProtocol) -> bytes:
    """A position over UDP, for which Teltonika alone has another envelope."""
    if protocol.name == "teltonika":
        return teltonika_packets.datagram(Teltonika().records(0, 1), IMEI)
    return position(protocol)[-1]


async def deliver(protocol: StreamProtocol, listeners: Listeners) -> None:
    """A good tracker's position is stored."""
    fixes = _count(listeners)
    _, writer = await connect(listeners.port, b"".join(position(protocol)))
    await until_async(is_true(lambda: _count(listeners) > fixes), what=f"the position of {protocol.name}")
    writer.close()


def _count(listeners: Listeners) -> int:
    return sum(isinstance(message, Fix) for delivery in listeners.shelf.kept for message in delivery.messages)


@every
async def test_silent_half_and_dripping_connections_are_closed_while_a_good_tracker_is_served(
    protocol: StreamProtocol,
) -> None:
    frame = position(protocol)[-1]
    half = frame[: len(frame) // 2]
    async with open_listeners(protocol, **QUICK) as listeners:
        slow = [closed(await connect(listeners.port)) for _ in range(10)]
        slow += [closed(await connect(listeners.port, half)) for _ in range(10)]
        slow += [_drip(listeners.port, frame[:-1]) for _ in range(10)]
        ended = asyncio.gather(*slow)
        await deliver(protocol, listeners)
        assert not ended.done()
        assert set(await ended) == {b""}
        assert half in listeners.shelf.raw()


async def _drip(port: int, frame: bytes) -> bytes:
    """What a connection hears that sends one byte of a frame after the other, more slowly than a frame may come."""
    connection = await connect(port)
    heard = asyncio.create_task(closed(connection))
    for byte in frame:
        connection[1].write(bytes([byte]))
        if (await asyncio.wait([heard], timeout=0.05))[0]:
            return await heard
    raise AssertionError("a whole frame was taken")


@every
async def test_garbage_is_bounded_and_ends_the_connection_while_a_good_tracker_is_served(
    protocol: StreamProtocol,
) -> None:
    async with open_listeners(protocol, **QUICK) as listeners:
        flood = [dripped(await connect(listeners.port), GARBAGE, every_s=0.001) for _ in range(3)]
        ended = asyncio.gather(*flood)
        await deliver(protocol, listeners)
        await ended
        # A piece is judged when it has been read.
        taken = sum(len(raw) for raw in listeners.shelf.raw())
        assert 0 < taken <= 3 * (4_000 + READ_BYTES) + len(b"".join(position(protocol)))


@every
async def test_a_frame_without_an_end_takes_no_more_than_the_longest_frame(protocol: StreamProtocol) -> None:
    frame = position(protocol)[-1]
    begun = frame[: len(frame) // 2]
    held = protocol.max_frame + READ_BYTES
    async with open_listeners(protocol, **{**QUICK, "tracker_held_bytes": held}) as listeners:
        await dripped(await connect(listeners.port, begun), b"0" * 2_000, every_s=0.001)
        assert max(len(raw) for raw in listeners.shelf.raw()) <= held
        await deliver(protocol, listeners)


@pytest.mark.parametrize(
    "protocol",
    [one for one in STREAMS.values() if one.datagram],
    ids=[one.name for one in STREAMS.values() if one.datagram],
)
async def test_datagrams_of_garbage_cost_the_good_ones_nothing(protocol: StreamProtocol) -> None:
    async with open_listeners(protocol, **QUICK) as listeners:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.connect(("127.0.0.1", listeners.port))
            for size in range(1, 1_400, 35):
                sender.send((GARBAGE * 2)[:size])
            sender.send(datagram(protocol))
            await until_async(is_true(lambda: _count(listeners)), what="the position")
