"""What the field, a bad line and an ill-wisher do to a frame."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fleet.protocols.gt06.frames import crc_x25
from fleet.protocols.teltonika.checksum import crc16

MAX_SIZE: Final = 6_000
_TEXT: Final = b"0123456789ABCDEFN,SEWV.*#$()+-|&=%<>/\"'{}[]\r\n\0\xff"
_EXTREMES: Final = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
Mutation = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def _flip(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    for _ in range(chance.randint(1, 8)):
        frame[chance.randrange(len(frame))] ^= 1 << chance.randrange(8)


def _sign(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    for _ in range(chance.randint(1, 4)):
        frame[chance.randrange(len(frame))] = chance.choice(_TEXT)


def _cut_off(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    at = chance.randrange(len(frame))
    if chance.random() < 0.7:
        del frame[at:]
    else:
        del frame[:at]


def _leave_out(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    at = chance.randrange(len(frame))
    del frame[at : at + chance.randint(1, 12)]


def _put_in(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    at = chance.randrange(len(frame) + 1)
    frame[at:at] = chance.randbytes(chance.randint(1, 12))


def _splice(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    other = chance.choice(others)
    frame[chance.randrange(len(frame)) :] = other[chance.randrange(len(other)) :]


def _lie(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    """A number at the beginning, where lengths and counts stand, or anywhere, becomes an extreme one."""
    size = chance.choice((1, 2, 4))
    at = chance.randrange(min(len(frame), 16) if chance.random() < 0.6 else len(frame))
    frame[at : at + size] = (chance.choice(_EXTREMES) & (1 << 8 * size) - 1).to_bytes(size, "big")


def _repeat(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    start = chance.randrange(len(frame))
    part = frame[start : start + chance.randint(1, 40)]
    frame[start:start] = part * chance.randint(1, 30)


def _noise(chance: random.Random, frame: bytearray, others: Sequence[bytes]) -> None:
    frame[chance.randrange(len(frame)) :] = chance.randbytes(chance.randint(1, 120))


MUTATIONS: Final[tuple[Mutation, ...]] = (
    _flip, _flip, _sign, _sign, _cut_off, _leave_out, _put_in, _splice, _lie, _lie, _repeat, _noise,
)  # fmt: skip


def _seal_gt06(frame: bytearray) -> None:
    if len(frame) >= 10 and bytes(frame[:2]) in (b"\x78\x78", b"\x79\x79"):
        head = 3 if frame[0] == 0x78 else 4
        size = len(frame) - head - 2
        frame[2:head] = (size & (0xFF if head == 3 else 0xFFFF)).to_bytes(head - 2, "big")
        frame[-4:] = crc_x25(frame[2:-4]).to_bytes(2, "big") + b"\r\n"


def _seal_teltonika(frame: bytearray) -> None:
    if len(frame) >= 16 and frame[:4] == bytes(4):
        frame[4:8] = (len(frame) - 12).to_bytes(4, "big")
        frame[-4:] = crc16(bytes(frame[8:-4])).to_bytes(4, "big")


def _seal_meitrack(frame: bytearray) -> None:
    star = frame.rfind(b"*")
    if star > 0:
        frame[star + 1 :] = f"{sum(frame[: star + 1]) & 0xFF:02X}\r\n".encode()


SEALS: Final[Mapping[str, Callable[[bytearray], None]]] = {
    "gt06": _seal_gt06,
    "teltonika": _seal_teltonika,
    "meitrack": _seal_meitrack,
}
"""Protocol -> how a broken frame gets a length and a checksum that fit, so that it comes through to the decoder."""


def mutated(chance: random.Random, frames: Sequence[bytes], protocol: str) -> bytes:
    """One to three mutations of a frame, sealed again half the time; whole frames now and then before and behind."""
    frame = bytearray(chance.choice(frames))
    for _ in range(chance.randint(1, 3)):
        if frame:
            chance.choice(MUTATIONS)(chance, frame, frames)
    seal = SEALS.get(protocol)
    if seal is not None and chance.random() < 0.5:
        seal(frame)
    if chance.random() < 0.1:
        frame = bytearray(chance.choice(frames)) + frame + chance.choice(frames)
    return bytes(frame[:MAX_SIZE])
