"""The binary forms of Queclink reports: positions (RSP), events (EVT), information (INF), and the compact one.

Numbers are big-endian. Degrees are millionths, speed is in tenths of km/h. A report that ends early is told as far as
it goes where a position is in it, and rejected where none is.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from fleet.protocols import limits
from fleet.protocols.attributes import ALARM, EVENT, HDOP, POWER_V, SATELLITES, Alarm
from fleet.protocols.digits import believable, moment
from fleet.protocols.fix import Fix, Heartbeat, Message, Rejected
from fleet.protocols.gl200.compressed import Point, read_points
from fleet.protocols.gl200.found import Found
from fleet.protocols.gl200.frames import COMPACT_CLASSES
from fleet.protocols.gl200.reader import Reader, TooShort
from fleet.protocols.gl200.report import read_cell
from fleet.protocols.rejection import RejectionReason, reason

KMH_MPS: Final = 1 / 3.6
_HISTORY: Final = (b"+BSP", b"+BVT", b"+BNF")
_CALL, _FENCE, _COMPRESSED = 3, 8, 100
_LOW_BATTERY, _VIRTUAL_ON, _VIRTUAL_OFF = 6, 45, 46
_EVENT_FIELDS: Final = {
    _LOW_BATTERY: 2,
    15: 3,
    17: 4,
    21: 5,
    23: 1,
    26: 12,
    31: 2,
    33: 1,
    34: 3,
    35: 1,
    _VIRTUAL_ON: 7,
    _VIRTUAL_OFF: 7,
}
"""Kind of event -> how many bytes of its own stand before the position."""
_VERSION, _BATTERY = 6, 7
_DEVICE: Final = 5  # kind of device, version of the protocol, version of the firmware


def decode_binary(frame: bytes, known: str, arrival: datetime) -> list[Message]:
    """The messages of a binary frame; ``known``: whose connection it is, for frames without identity."""
    reader = Reader(frame, 4)
    messages: list[Message] = []
    try:
        if len(frame) > 1 and frame[1] < COMPACT_CLASSES:
            return [_compact(frame, arrival)]
        reader_of = _FORMS.get(frame[1:4])
        if reader_of is None:
            return [Rejected(reason(RejectionReason.UNKNOWN_TYPE, frame[:4].hex()), known)]
        reader_of(reader, known, frame[:4] in _HISTORY, messages, arrival)
    except TooShort:
        if not messages:
            return [Rejected(reason(RejectionReason.FRAME_TOO_SHORT, len(frame)), known)]
    return messages if messages and messages[0].identity else [Rejected(reason(RejectionReason.NO_IDENTITY))]


def _identity(data: bytes, known: str) -> str:
    """Two decimal digits a byte, and one in the last."""
    if any(byte > 99 for byte in data[:-1]) or data[-1] > 9:
        return known
    return "".join(f"{byte:02}" for byte in data[:-1]) + str(data[-1])


def _device_state(reader: Reader, buffered: bool, kind: int) -> Found:
    """Battery in percent and the supply in millivolt."""
    found = Found()
    found.keep_battery(str(reader.unsigned(1)))
    found.keep(POWER_V, reader.unsigned(2) / 1000)
    found.keep("buffered", True if buffered else None)
    found.keep(EVENT, kind)
    return found


def _positions(reader: Reader, known: str, buffered: bool, into: list[Message], arrival: datetime) -> None:
    kind = reader.unsigned(1)
    reader.take(4 + 2 + _DEVICE)
    identity = _identity(reader.take(8), known)
    found = _device_state(reader, buffered, kind)
    if kind == _FENCE:
        reader.take(2)
    found.keep_state(f"{reader.unsigned(1):02X}")
    found.keep(SATELLITES, reader.unsigned(1))
    if kind == _COMPRESSED:
        into.extend(_of_point(identity, point, arrival) for point in read_points(reader, reader.unsigned(2)))
        return
    reader.take(1)
    if kind == _CALL:
        reader.take(1)
        while (pair := reader.unsigned(1)) & 0xF != 0xF and pair & 0xF0 != 0xF0:
            pass
    into.extend(_group(identity, reader, found, arrival) for _ in range(reader.unsigned(1)))
    if not into:
        into.append(Heartbeat(identity, None, found.ignition, attributes=found.attributes))


def _event(reader: Reader, known: str, buffered: bool, into: list[Message], arrival: datetime) -> None:
    kind = reader.unsigned(1)
    reader.take(4 + 2 + _DEVICE)
    identity = _identity(reader.take(8), known)
    found = _device_state(reader, buffered, kind)
    found.keep_state(f"{reader.unsigned(1):02X}")
    found.keep(SATELLITES, reader.unsigned(1))
    reader.take(_EVENT_FIELDS.get(kind, 0))
    if kind in (_VIRTUAL_ON, _VIRTUAL_OFF):
        found.ignition = kind == _VIRTUAL_ON
    if kind == _LOW_BATTERY:
        found.keep(ALARM, Alarm.LOW_BATTERY.value)
    reader.take(1)
    into.append(_group(identity, reader, found, arrival))


def _information(reader: Reader, known: str, buffered: bool, into: list[Message], arrival: datetime) -> None:
    kind = reader.unsigned(1)
    reader.take(4 + 2)
    identity = _identity(reader.take(8), known)
    reader.take(_DEVICE + (6 if kind == _VERSION else 0))
    found = Found()
    found.keep_state(f"{reader.unsigned(1):02X}")
    reader.take(1)
    found.keep(SATELLITES, reader.unsigned(1))
    if kind == _BATTERY:
        reader.take(1 + 7 + 2 + 6 + 5)  # mode, last fix, two bytes, mask and intervals, reserved
        found.keep_charging(str(reader.unsigned(1)))
        found.keep(POWER_V, reader.unsigned(2) / 1000)
        found.keep_cell_volts(str(reader.unsigned(2) / 1000))
        found.keep_battery(str(reader.unsigned(1)))
    found.keep(EVENT, "INF")
    into.append(Heartbeat(identity, None, found.ignition, None, False, found.battery_pct, found.attributes))


def _group(identity: str, reader: Reader, found: Found, arrival: datetime) -> Message:
    """Accuracy, speed, course, altitude, longitude, latitude, time, radio cell."""
    accuracy, speed = reader.unsigned(1), reader.unsigned(3) / 10
    course, altitude = reader.unsigned(2), reader.signed(2)
    lon, lat = reader.signed(4) / 1e6, reader.signed(4) / 1e6
    time = moment((reader.unsigned(2), *reader.take(5)))
    cell = read_cell([str(reader.unsigned(2)), str(reader.unsigned(2)), reader.take(2).hex(), reader.take(2).hex()])
    reader.take(1)
    if time is None or not believable(time, arrival):
        return Rejected(reason(RejectionReason.TIME_UNREADABLE, time), identity)
    if abs(lon) > 180 or abs(lat) > 90:
        return Rejected(reason(RejectionReason.UNREADABLE_FIELD, "coordinates", f"{lon} {lat}"), identity)
    return Fix(
        identity=identity,
        lon=lon,
        lat=lat,
        fix_time=time,
        valid=accuracy > 0,
        speed_mps=limits.speed(speed * KMH_MPS),
        course_deg=limits.course(float(course)),
        altitude_m=limits.altitude(float(altitude)),
        moving=found.moving,
        ignition=found.ignition,
        battery_pct=found.battery_pct,
        attributes=cell | ({HDOP: accuracy} if accuracy else {}) | found.attributes,
    )


def _of_point(identity: str, point: Point, arrival: datetime) -> Message:
    if not believable(point.time, arrival):
        return Rejected(reason(RejectionReason.TIME_UNREADABLE, point.time), identity)
    if abs(point.lon) > 180 or abs(point.lat) > 90:
        return Rejected(reason(RejectionReason.UNREADABLE_FIELD, "coordinates", f"{point.lon} {point.lat}"), identity)
    speed = limits.speed(point.speed_kmh * KMH_MPS)
    return Fix(identity, point.lon, point.lat, point.time, speed_mps=speed, course_deg=point.course_deg)


def _compact(frame: bytes, arrival: datetime) -> Message:
    """Identity in BCD, and one position at a fixed place; what else is in it is not documented and left alone."""
    identity = frame[5:13].hex().lstrip("0")
    if not identity.isdecimal():
        return Rejected(reason(RejectionReason.NO_IDENTITY))
    reader = Reader(frame, 31)
    lon, lat = reader.signed(4) / 1e6, reader.signed(4) / 1e6
    time = datetime.fromtimestamp(reader.unsigned(4), UTC)
    if abs(lon) > 180 or abs(lat) > 90 or not believable(time, arrival) or not (lon or lat):
        return Rejected(reason(RejectionReason.UNREADABLE_FIELD, "coordinates", f"{lon} {lat}"), identity)
    return Fix(identity, lon, lat, time)


_FORMS: Final[Mapping[bytes, Callable[[Reader, str, bool, list[Message], datetime], None]]] = {
    b"RSP": _positions,
    b"BSP": _positions,
    b"EVT": _event,
    b"BVT": _event,
    b"INF": _information,
    b"BNF": _information,
}
