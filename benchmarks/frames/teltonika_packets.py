"""Makes the bytes that a Teltonika tracker sends, for benchmarks and tests: logins, and packets of Codec 8 and 8E."""

import struct
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from fleet.protocols.teltonika.checksum import crc16

_HEAD = struct.Struct(">QBiihHBH")
_BYTES = (1, 2, 4, 8)
_LETTERS = {1: "B", 2: "H", 4: "I", 8: "Q"}

Values = Mapping[int, Mapping[int, int]]
"""Size of the value in bytes (1, 2, 4, 8) -> IO id -> unsigned value."""


class Record(NamedTuple):
    """One AVL record: Unix milliseconds, degrees, metres, degrees from north, km/h."""

    unix_ms: int
    lon: float
    lat: float
    altitude_m: int
    course_deg: int
    satellites: int
    kmh: int
    io: Values


AnyRecord = tuple[int, float, float, int, int, int, int, Values]
"""A ``Record``, or a bare tuple of the same."""


def login(imei: str) -> bytes:
    """What the tracker says first."""
    return struct.pack(">H", len(imei)) + imei.encode("ascii")


def packet(records: Sequence[AnyRecord], codec: int = 0x8E) -> bytes:
    """A TCP packet of 1 to 255 records with its checksum; ``codec`` is 0x08 or 0x8E."""
    data = body(records, codec)
    return struct.pack(">II", 0, len(data)) + data + struct.pack(">I", crc16(data))


def datagram(
    records: Sequence[AnyRecord],
    imei: str,
    packet_id: int = 1,
    avl_id: int = 1,
    codec: int = 0x8E,
) -> bytes:
    """The same records in the envelope of UDP."""
    inner = struct.pack(">HBBH", packet_id, 1, avl_id, len(imei)) + imei.encode("ascii") + body(records, codec)
    return struct.pack(">H", len(inner)) + inner


def body(records: Sequence[AnyRecord], codec: int = 0x8E) -> bytes:
    """Codec, count, records, count."""
    count = bytes((len(records),))
    wide: Literal[1, 2] = 2 if codec == 0x8E else 1
    return bytes((codec,)) + count + b"".join([_record(wide, one) for one in records]) + count


def _record(wide: Literal[1, 2], record: AnyRecord) -> bytes:
    ms, lon, lat, altitude, course, satellites, kmh, io = record
    head = _HEAD.pack(ms, 0, round(lon * 1e7), round(lat * 1e7), altitude, course, satellites, kmh)
    numbers = [0, sum(map(len, io.values()))]
    shape = []
    for size in _BYTES:
        group = io.get(size, {})
        shape.append(len(group))
        numbers.append(len(group))
        for pair in group.items():
            numbers += pair
    if wide == 2:
        numbers.append(0)
    return head + _io(wide, *shape).pack(*numbers)


@cache
def _io(wide: Literal[1, 2], *shape: int) -> struct.Struct:
    letter = "H" if wide == 2 else "B"
    form = ">" + letter * 2
    for size, count in zip(_BYTES, shape, strict=True):
        form += letter + (letter + _LETTERS[size]) * count
    return struct.Struct(form + letter * (wide - 1))
