"""Text frames: ``*``, two letters of the maker, identity, type, and fields that mean something by the type.

A position looks alike in every type: time, A or V, latitude, N or S, longitude, E or W, speed in knots, course, date,
status. It is found by that look, because makers put other fields before and behind it. All other types are signs of
life, with what is known of their fields.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from fleet.protocols import limits
from fleet.protocols.attributes import CELL, EVENT, LAC, MCC, MNC, RSSI, SATELLITES
from fleet.protocols.digits import believable, hexadecimal, moment, number, printable, put, whole
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message, Rejected
from fleet.protocols.h02.cell_towers import read_cell
from fleet.protocols.h02.status import UNKNOWN, Status, read_battery, read_status
from fleet.protocols.rejection import RejectionReason, reason

KNOT_MPS: Final = 1852.0 / 3600.0
_STATUS: Final = re.compile(r"[0-9A-Fa-f]{8}")
_SIX: Final = re.compile(r"[0-9]{6}")
_SPLIT: Final = re.compile(r"-?([0-9]{1,3})-([0-9]{1,2}(?:\.[0-9]{0,8})?)")  # -23-29.0095: degrees and minutes
_PLAIN: Final = "V1"
Fields = Sequence[str]


def decode_text(identity: str, kind: str, fields: Fields, arrival: datetime) -> Message:
    """``fields`` are those behind the type."""
    at = _find_position(fields)
    if at is None:
        return _life(identity, kind, fields)
    lat = _coordinate(fields[at + 1], fields[at + 2] in "Ss", 90.0)
    lon = _coordinate(fields[at + 3], fields[at + 4] in "Ww", 180.0)
    if lat is None or lon is None:
        given = (fields[at + 1] + fields[at + 3]).strip()
        unreadable = Rejected(reason(RejectionReason.UNREADABLE_FIELD, "coordinates", given), identity)
        return unreadable if given else _life(identity, kind, fields)
    place = _Place(lon, lat, fields[at] == "A", fields[at - 1] if at else "")
    return _position(identity, kind, place, fields[at + 5 :], arrival)


def _find_position(fields: Fields) -> int | None:
    for at in range(len(fields) - 4):
        if fields[at] in ("A", "V", "B") and fields[at + 2] in ("N", "S") and fields[at + 4] in ("E", "W"):
            return at
    return None


class _Place(NamedTuple):
    """What stands up to the hemisphere of the longitude; ``clock`` is the time of day as written."""

    lon: float
    lat: float
    valid: bool
    clock: str


def _position(identity: str, kind: str, place: _Place, behind_place: Fields, arrival: datetime) -> Message:
    speed, course, *rest = (*behind_place, "", "")
    if len(rest) > 2 and rest[0] and not _SIX.fullmatch(rest[0]) and _SIX.fullmatch(rest[1]):
        course, rest = f"{course}.{rest[0]}", rest[1:]  # a decimal comma
    date, rest = (rest[0], rest[1:]) if rest else ("", rest)
    time = _time(date, place.clock)
    if (time is None and date not in ("", "000000") and place.clock) or not believable(time, arrival):
        return Rejected(reason(RejectionReason.TIME_UNREADABLE, f"{date} {place.clock}"), identity)
    status, behind = _status(rest)
    attributes = _attributes(kind, status) | read_cell(behind)
    battery = read_battery(whole(behind[4])) if MCC in attributes and len(behind) > 4 else None
    if not place.lon and not place.lat:
        return Heartbeat(identity, time, status.ignition, status.external_power, status.sos, battery, attributes)
    knots = number(speed)
    return Fix(
        identity=identity,
        lon=place.lon,
        lat=place.lat,
        fix_time=time,
        valid=place.valid,
        speed_mps=None if knots is None else limits.speed(knots * KNOT_MPS),
        course_deg=limits.course(number(course)),
        ignition=status.ignition,
        external_power=status.external_power,
        sos=status.sos,
        battery_pct=battery,
        attributes=attributes,
    )


def _coordinate(text: str, negative: bool, most: float) -> float | None:
    """Degrees from degrees and minutes written as one number, or with a sign between; None for anything else."""
    parted = _SPLIT.fullmatch(text.strip())
    if parted is not None:
        degrees, minutes = float(parted[1]), float(parted[2])
    else:
        value = number(text)
        if value is None:
            return None
        degrees, minutes = divmod(abs(value), 100.0)
    found = degrees + minutes / 60.0
    return (-found if negative else found) if minutes < 60.0 and found <= most else None


def _time(date: str, clock: str) -> datetime | None:
    if not (_SIX.fullmatch(date) and _SIX.fullmatch(clock)):
        return None
    day, month, year = (int(date[at : at + 2]) for at in (0, 2, 4))
    return moment((2000 + year, month, day, *(int(clock[at : at + 2]) for at in (0, 2, 4))))


def _status(rest: Fields) -> tuple[Status, Fields]:
    """The status and the fields behind it: the first of eight hexadecimal digits, or the last in lines that end so."""
    for at, field in enumerate(rest):
        if _STATUS.fullmatch(field.strip()):
            return read_status(hexadecimal(field)), rest[at + 1 :]
    return UNKNOWN, rest


def _attributes(kind: str, status: Status) -> dict[str, Attribute]:
    event: dict[str, Attribute] = {} if kind == _PLAIN else {EVENT: printable(kind, 20)}
    return event | status.attributes


def _life(identity: str, kind: str, fields: Fields) -> Heartbeat:
    """A sign of life. The date, where there is one, stands before the status; the time of day comes first."""
    if kind == "SMS":
        return Heartbeat(identity, attributes={EVENT: kind, "result": printable(",".join(fields)).strip()})
    date, word, battery = "", "", None
    for at in range(len(fields) - 1, 0, -1):
        if _STATUS.fullmatch(fields[at]) and _SIX.fullmatch(fields[at - 1]):
            date, word = fields[at - 1], fields[at]
            battery = read_battery(whole(fields[at + 1])) if at + 1 < len(fields) else None
            break
    status = read_status(hexadecimal(word)) if word else UNKNOWN
    attributes = _attributes(kind, status)
    told = _TELLS[kind](fields, attributes) if kind in _TELLS else None
    return Heartbeat(
        identity,
        _time(date, fields[0] if fields else ""),
        status.ignition,
        status.external_power,
        status.sos,
        battery if told is None else told,
        attributes,
    )


def _link(fields: Fields, found: dict[str, Attribute]) -> float | None:
    """Time, signal, satellites, battery in percent, steps, turns."""
    for name, at in ((RSSI, 1), (SATELLITES, 2), ("steps", 4)):
        put(found, name, whole(fields[at]) if at < len(fields) else None)
    return _percent(fields, 3)


def _neighbours(fields: Fields, found: dict[str, Attribute]) -> float | None:
    """Time, country, network, two fields, then area, cell and signal of each cell; the first serves the device."""
    for name, at in ((MCC, 1), (MNC, 2), (LAC, 5), (CELL, 6), (RSSI, 7)):
        put(found, name, whole(fields[at]) if at < len(fields) else None)
    return None


def _joined_network(fields: Fields, found: dict[str, Attribute]) -> float | None:
    """Time, country and network as one number, how many cells, then area, cell and two more of each."""
    if len(fields) > 4 and len(fields[1]) >= 5:
        for name, text in ((MCC, fields[1][:3]), (MNC, fields[1][3:]), (LAC, fields[3]), (CELL, fields[4])):
            put(found, name, whole(text))
    return None


def _network_only(fields: Fields, found: dict[str, Attribute]) -> float | None:
    """V for no position, then country, network, area, cell."""
    found |= read_cell(fields[1:5])
    return None


def _battery_only(fields: Fields, found: dict[str, Attribute]) -> float | None:
    return _percent(fields, 0)


def _battery_second(fields: Fields, found: dict[str, Attribute]) -> float | None:
    return _percent(fields, 1)


def _percent(fields: Fields, at: int) -> float | None:
    return limits.percent(number(fields[at])) if at < len(fields) else None


_TELLS: Final[Mapping[str, Callable[[Fields, dict[str, Attribute]], float | None]]] = {
    "LINK": _link,
    "NBR": _neighbours,
    "V3": _joined_network,
    "VP1": _network_only,
    "HTBT": _battery_only,
    "XT": _battery_second,
}
"""Type -> what puts its fields into the attributes and returns the battery in percent."""
