"""Cutting a stream into frames, and building the server's own.

``7878 length(1)`` or ``7979 length(2)``, type, body, serial(2), CRC16/X-25 over length..serial, ``0D0A``; the length
counts from the type to the CRC. Three families of kin count otherwise:

- the CRC is not counted (the frame is two bytes longer);
- personal trackers send neither serial nor CRC, and count the body alone; their login claims 13 bytes and has 10;
- their wifi and cell reports (``17``, ``69``) hold the number of wifi stations where the length should be.
"""

import re
from binascii import crc_hqx
from itertools import islice
from typing import Final

from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Cut

MAX_FRAME: Final = 4096
SHORT: Final = b"\x78\x78"
LONG: Final = b"\x79\x79"
STOP: Final = b"\r\n"
WIFI_REPORTS: Final = frozenset({0x17, 0x69})
"""The types that personal trackers send instead of a place."""
BARE_PLACES: Final = frozenset({0x10, 0x11})
"""The types in which they send places."""
_LOGIN: Final = 0x01
_BARE_LOGIN_SIZE: Final = 15
_BARE_HEARTBEAT: Final = 1
_MIN_LENGTH: Final = 5
_STOP_AND_START: Final = re.compile(rb"\r\n(?:\x78\x78|\x79\x79)")
_MOST_PLACES: Final = 32
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def crc_x25(data: bytes | bytearray | memoryview) -> int:
    """CRC16/X-25: the mirror image of the CRC that the standard library computes in C."""
    mirrored = crc_hqx(bytes(data).translate(_REVERSED), 0xFFFF)
    return (_REVERSED[mirrored & 0xFF] << 8 | _REVERSED[mirrored >> 8]) ^ 0xFFFF


def build(kind: int, body: bytes, serial: int, *, long: bool = False) -> bytes:
    """A frame with its length, serial and CRC."""
    length = len(body) + 5
    head = length.to_bytes(2, "big") if long else bytes([length])
    covered = head + bytes([kind]) + body + serial.to_bytes(2, "big")
    return (LONG if long else SHORT) + covered + crc_x25(covered).to_bytes(2, "big") + STOP


def cut(buffer: bytes | bytearray) -> Cut | None:
    """The frame or the garbage at the head of ``buffer``; None: not yet."""
    start = bytes(buffer[:2])
    if start not in (SHORT, LONG):
        if len(buffer) == 1 and start in (b"\x78", b"\x79"):
            return None
        return _garbage(buffer)
    head = 3 if start == SHORT else 4
    if len(buffer) <= head:
        return None
    length = int.from_bytes(buffer[2:head], "big")
    if head + length + 2 > MAX_FRAME:
        end = _next_start(buffer, 2)
        return Cut(end, reason(RejectionReason.FRAME_TOO_LONG, head + length + 2))
    return _sized(buffer, head, length)


def _sized(buffer: bytes | bytearray, head: int, length: int) -> Cut | None:
    size = head + length + 2
    if len(buffer) < size:
        return Cut(_BARE_LOGIN_SIZE) if _bare_login(buffer, head, length) else _if_a_lie(buffer, head)
    if buffer[size - 2 : size] == STOP and (length >= _MIN_LENGTH or length == _BARE_HEARTBEAT):
        if length == _BARE_HEARTBEAT:
            return Cut(size)
        given, computed = int.from_bytes(buffer[size - 4 : size - 2], "big"), crc_x25(buffer[2 : size - 4])
        if given == computed:
            return Cut(size)
        if (other := _kin_size(buffer, head, length)) > 0:
            return Cut(other)
        return Cut(
            _end_of_broken(buffer, head, size), reason(RejectionReason.BAD_CHECKSUM, f"{given:04X}", f"{computed:04X}")
        )
    other = _kin_size(buffer, head, length)
    if other == 0:
        return _if_a_lie(buffer, head)
    return Cut(other) if other > 0 else _garbage(buffer)


def _kin_size(buffer: bytes | bytearray, head: int, length: int) -> int:
    """The size by the ways in which kin count; 0: more bytes are needed to tell, -1: it is none of them."""
    if head != 3:
        return -1
    if _bare_login(buffer, head, length):
        return _BARE_LOGIN_SIZE
    kind, size = buffer[head], length + 7
    if kind in BARE_PLACES and buffer[size - 3 : size - 1] == STOP:
        return size - 1
    waits = len(buffer) < size
    if not waits and length >= _MIN_LENGTH - 2 and buffer[size - 2 : size] == STOP and _has_crc(buffer, size):
        return size
    if kind in WIFI_REPORTS:
        reported = _wifi_size(buffer, length)
        if reported > 0 and len(buffer) >= reported:
            return reported if buffer[reported - 2 : reported] == STOP else -1
        waits = True
    return 0 if waits else -1


def _bare_login(buffer: bytes | bytearray, head: int, length: int) -> bool:
    return head == 3 and length == 13 and buffer[head] == _LOGIN and buffer[13:_BARE_LOGIN_SIZE] == STOP


def is_bare(frame: bytes) -> bool:
    """Whether a frame that was cut is a personal tracker's, without serial and CRC."""
    length, kind, size = frame[2], frame[3], len(frame)
    if frame[:2] != SHORT or size == length + 5:
        return frame[:2] == SHORT and length == _BARE_HEARTBEAT
    if kind in BARE_PLACES:
        return size == length + 6
    return size == _BARE_LOGIN_SIZE if kind == _LOGIN else kind in WIFI_REPORTS


def _has_crc(buffer: bytes | bytearray, size: int) -> bool:
    return int.from_bytes(buffer[size - 4 : size - 2], "big") == crc_x25(buffer[2 : size - 4])


def _wifi_size(buffer: bytes | bytearray, stations: int) -> int:
    """Type, BCD time, 7 bytes a station, number of cells, country, network, 5 bytes a cell; 0: not yet known."""
    cells_at = 10 + 7 * stations
    return cells_at + 4 + 5 * buffer[cells_at] + 2 if len(buffer) > cells_at else 0


def _if_a_lie(buffer: bytes | bytearray, head: int) -> Cut | None:
    """Not yet, unless a whole good frame follows a stop already: then the length of the first one lies."""
    at = _good_frame_after(buffer, head, len(buffer))
    return Cut(at, reason(RejectionReason.NO_FRAME, at)) if at > 0 else None


def _end_of_broken(buffer: bytes | bytearray, head: int, size: int) -> int:
    """Where a frame with a wrong CRC ends: at its size, or before a good frame that its length would swallow."""
    at = _good_frame_after(buffer, head, size)
    return at if at > 0 else size


def _good_frame_after(buffer: bytes | bytearray, at: int, before: int) -> int:
    """Where the first good frame behind a stop begins; -1: there is none. Only the first few places are looked at.

    The question comes back with every byte that arrives, and a hostile frame may hold a thousand such places.
    """
    for found in islice(_STOP_AND_START.finditer(buffer, at), _MOST_PLACES):
        start = found.end() - 2
        if start >= before:
            break
        if _good_frame_at(buffer, start):
            return start
    return -1


def _good_frame_at(buffer: bytes | bytearray, at: int) -> bool:
    head = 3 if buffer[at] == SHORT[0] else 4
    if len(buffer) <= at + head:
        return False
    length = int.from_bytes(buffer[at + 2 : at + head], "big")
    size = head + length + 2
    frame = buffer[at : at + size]
    return length >= _MIN_LENGTH and len(frame) == size and frame[-2:] == STOP and _has_crc(frame, size)


def _garbage(buffer: bytes | bytearray) -> Cut:
    end = _next_start(buffer, 1)
    return Cut(end, reason(RejectionReason.NO_FRAME, end))


def _next_start(buffer: bytes | bytearray, at: int) -> int:
    """Where the next frame may start; a first byte of one at the very end is left for what follows it."""
    found = [position for start in (SHORT, LONG) if (position := buffer.find(start, at)) >= 0]
    if found:
        return min(found)
    return len(buffer) - 1 if len(buffer) > at and buffer[-1] in b"\x78\x79" else len(buffer)
