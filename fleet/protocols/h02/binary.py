"""BCD frames: ``$`` (or ``X``), identity, time, date, latitude, battery, longitude with flags, speed, course, status.

A frame of 45 bytes goes on with the signal, satellites, kilometres and the radio cell; one of 42 bytes, seen in
datagrams, has an identity of 15 digits instead of 10.
"""

from datetime import datetime
from typing import Final

from fleet.protocols import limits
from fleet.protocols.attributes import CELL, LAC, MCC, MNC, RSSI, SATELLITES
from fleet.protocols.digits import believable, moment
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message, Rejected
from fleet.protocols.h02.frames import LONG, SHORT
from fleet.protocols.h02.status import read_battery, read_status
from fleet.protocols.h02.text import KNOT_MPS
from fleet.protocols.rejection import RejectionReason, reason

LONG_IDENTITY: Final = 42
_BODY: Final = 23  # bytes from the time up to and with the status
_VALID, _NORTH, _EAST = 2, 4, 8
_MOST_SIGNAL: Final = 31


def decode_binary(frame: bytes, arrival: datetime) -> Message:
    """The position of a frame, and what stands behind it."""
    identity_size = 8 if len(frame) == LONG_IDENTITY else 5
    identity = frame[1 : 1 + identity_size].hex()[:15]
    body = frame[1 + identity_size :]
    digits = body[:18].hex()
    if len(body) < _BODY:
        return Rejected(reason(RejectionReason.FRAME_TOO_SHORT, len(frame)), identity if identity.isdecimal() else "")
    if not (identity.isdecimal() and digits[:20].isdecimal() and digits[22:31].isdecimal()):
        return Rejected(
            reason(RejectionReason.UNREADABLE_FIELD, "bcd", digits), identity if identity.isdecimal() else ""
        )
    return _position(identity, digits, body, len(frame), arrival)


def _position(identity: str, digits: str, body: bytes, size: int, arrival: datetime) -> Message:
    flags = int(digits[31], 16)
    lat = _degrees(digits[12:14], digits[14:20]) * (1 if flags & _NORTH else -1)
    lon = _degrees(digits[22:25], digits[25:31]) * (1 if flags & _EAST else -1)
    hour, minute, second, day, month, year = (int(digits[at : at + 2]) for at in range(0, 12, 2))
    time = moment((2000 + year, month, day, hour, minute, second))
    if (time is None and digits[6:12] != "000000") or not believable(time, arrival):
        return Rejected(reason(RejectionReason.TIME_UNREADABLE, digits[:12]), identity)
    if abs(lat) > 90 or abs(lon) > 180:
        return Rejected(reason(RejectionReason.UNREADABLE_FIELD, "coordinates", digits[12:32]), identity)
    status = read_status(int.from_bytes(body[19:23]))
    attributes = status.attributes | _rest(body[23:], size)
    battery = read_battery(body[10])
    if not lat and not lon:
        return Heartbeat(identity, time, status.ignition, status.external_power, status.sos, battery, attributes)
    motion = body[16:19].hex()
    return Fix(
        identity=identity,
        lon=lon,
        lat=lat,
        fix_time=time,
        valid=bool(flags & _VALID),
        speed_mps=limits.speed(int(motion[:3]) * KNOT_MPS) if motion[:3].isdecimal() else None,
        course_deg=limits.course(float(motion[3:])) if motion[3:].isdecimal() else None,
        ignition=status.ignition,
        external_power=status.external_power,
        sos=status.sos,
        battery_pct=battery,
        attributes=attributes,
    )


def _degrees(degrees: str, minutes: str) -> float:
    """Minutes are given in ten thousandths."""
    return int(degrees) + int(minutes) / 10_000 / 60


def _rest(rest: bytes, size: int) -> dict[str, Attribute]:
    """What only frames of 45 bytes have: two bytes, signal, satellites, u32, country, network, area, cell, serial."""
    if size != LONG or len(rest) < LONG - SHORT + 3:
        return {}
    found: dict[str, Attribute] = {}
    if rest[2] <= _MOST_SIGNAL:
        found |= {RSSI: rest[2], SATELLITES: rest[3]}
    country = int.from_bytes(rest[8:10])
    if 200 <= country < 800:
        area, cell = int.from_bytes(rest[11:13]), int.from_bytes(rest[13:15])
        found |= {MCC: country, MNC: rest[10], LAC: area, CELL: cell}
    return found
