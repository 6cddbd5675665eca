"""Trackers of several makers, over real sockets: what they say, and whether they were answered."""

import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from benchmarks.frames import teltonika_packets
from fleet.protocols.gt06 import frames as gt06_frames

FIRST_S = 1_772_366_400
LON, LAT = 98.49, 3.10
STEP = 1e-4
"""Degrees north from one position to the next, a second later."""


class Maker(Protocol):
    """A protocol as its trackers speak it; ``positions`` are numbered."""

    name: str
    login_answer: bytes | None
    """None: there is no login."""

    def login(self, identity: str) -> bytes:
        """What is said first."""
        ...

    def positions(self, identity: str, first: int, count: int) -> bytes:
        """A frame with ``count`` positions (1 where the protocol has but one)."""
        ...

    def is_answer(self, answer: bytes, count: int) -> bool:
        """Whether this says that the frame is kept."""
        ...


class Gt06:
    """One position a frame, each answered with its serial."""

    name = "gt06"
    login_answer: bytes | None = gt06_frames.build(0x01, b"", 1)

    def login(self, identity: str) -> bytes:
        return gt06_frames.build(0x01, bytes.fromhex(identity.rjust(16, "0")), 1)

    def positions(self, identity: str, first: int, count: int) -> bytes:
        at = datetime.fromtimestamp(FIRST_S + first, UTC)
        body = bytes([at.year - 2000, at.month, at.day, at.hour, at.minute, at.second, 0xC9])
        body += round((LAT + first * STEP) * 1_800_000).to_bytes(4, "big") + round(LON * 1_800_000).to_bytes(4, "big")
        body += bytes([36]) + (0x1400 | 90).to_bytes(2, "big") + bytes.fromhex("01FE0A1234001234")
        return gt06_frames.build(0x12, body, first % 65536)

    def is_answer(self, answer: bytes, count: int) -> bool:
        return answer[:4] == b"\x78\x78\x05\x12" and answer[-2:] == b"\r\n"


class Teltonika:
    """Many positions a packet, answered with their number."""

    name = "teltonika"
    login_answer: bytes | None = b"\x01"

    def login(self, identity: str) -> bytes:
        return teltonika_packets.login(identity)

    def positions(self, identity: str, first: int, count: int) -> bytes:
        return teltonika_packets.packet(self.records(first, count))

    def is_answer(self, answer: bytes, count: int) -> bool:
        return answer == count.to_bytes(4, "big")

    def records(self, first: int, count: int) -> list[teltonika_packets.Record]:
        """Consecutive ones."""
        return [
            teltonika_packets.Record((FIRST_S + n) * 1000, LON, LAT + n * STEP, 1200, 90, 9, 36, {1: {239: 1, 240: 1}})
            for n in range(first, first + count)
        ]


class H02:
    """Text, without a login."""

    name = "h02"
    login_answer: bytes | None = None

    def login(self, identity: str) -> bytes:
        return b""

    def positions(self, identity: str, first: int, count: int) -> bytes:
        at = datetime.fromtimestamp(FIRST_S + first, UTC)
        lat = LAT + first * STEP
        north = f"{int(lat):02d}{lat % 1 * 60:07.4f}"
        east = f"{int(LON):03d}{LON % 1 * 60:07.4f}"
        text = f"*HQ,{identity},V1,{at:%H%M%S},A,{north},N,{east},E,10.00,90,{at:%d%m%y},FFFFFFFF#"
        return text.encode()

    def is_answer(self, answer: bytes, count: int) -> bool:
        return b",V4,V1," in answer and answer.endswith(b"#")


@dataclass
class Session:
    """A tracker that is connected over TCP."""

    maker: Maker
    identity: str
    port: int

    def __post_init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        if self.maker.login_answer is not None:
            self.socket.sendall(self.maker.login(self.identity))
            assert self.socket.recv(100) == self.maker.login_answer

    def send(self, first: int, count: int = 1) -> None:
        """Send a frame, and wait for nothing."""
        self.socket.sendall(self.maker.positions(self.identity, first, count))

    def deliver(self, first: int, count: int = 1) -> bool:
        """Send a frame; whether it was acknowledged (False: the connection was cut)."""
        try:
            self.send(first, count)
            answer = self.socket.recv(200)
        except (ConnectionError, TimeoutError):
            return False
        assert answer == b"" or self.maker.is_answer(answer, count)
        return answer != b""

    def answered(self, within_s: float) -> bool:
        """Whether an answer comes within this time."""
        self.socket.settimeout(within_s)
        try:
            return self.socket.recv(200) != b""
        except TimeoutError:
            return False
        finally:
            self.socket.settimeout(20)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *exception: object) -> None:
        self.socket.close()
