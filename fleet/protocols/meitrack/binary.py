"""The binary forms: CCC with records of a fixed shape, and CCE, whose records are lists of (id, value).

Source: MEITRACK GPRS Protocol. Little-endian, millionths of a degree, seconds since 2000, km/h, volts in hundredths.
"""

from datetime import UTC, datetime, timedelta
from struct import Struct, error
from typing import Any, Final

from fleet.protocols import attributes as names
from fleet.protocols import limits
from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message, Rejected
from fleet.protocols.meitrack.events import IGNITION, plugged, read_event
from fleet.protocols.meitrack.parameters import LAT, LON, TIME, Parameters, read_parameters
from fleet.protocols.rejection import RejectionReason, reason

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_CCC_HEAD: Final = 8
"""Version, length of a record, records still waiting."""
_CCC: Final = Struct("<BiiIBBBHHHhIIHHHHHHHHI")
_CCE_HEAD: Final = Struct("<IH")
_CCE_RECORD: Final = Struct("<H")


def read_ccc(body: bytes, identity: str) -> list[Message]:
    """Every record behind the head; bytes that are no whole record are a rejected one."""
    records = body[_CCC_HEAD:]
    rest = len(records) % _CCC.size
    messages = [_fixed(one, identity) for one in _CCC.iter_unpack(records[: len(records) - rest])]
    if rest or not messages:
        messages.append(Rejected(reason(RejectionReason.FRAME_TOO_SHORT, rest), identity))
    return messages


def _fixed(record: tuple[Any, ...], identity: str) -> Message:
    event, lat, lon, time, valid, satellites, rssi, speed, course, hdop, altitude, odometer, run = record[:13]
    found: dict[str, Attribute] = dict(zip((names.MCC, names.MNC, names.LAC, names.CELL), record[13:17], strict=True))
    ports, analog, battery, power, _ = record[17:]
    found |= {
        names.SATELLITES: satellites,
        names.RSSI: rssi,
        names.HDOP: hdop / 10,
        names.ODOMETER_M: odometer,
        "run_s": run,
        "outputs": ports & 0xFF,
        "inputs": ports >> 8,
        "analog_1": analog,
        names.BATTERY_V: battery / 100,
        names.POWER_V: power / 100,
    }
    readings = {"speed": speed, "course": course, "altitude": altitude, "valid": valid}
    return _message(identity, Parameters({LAT: lat, LON: lon, TIME: time}, event, readings, found))


def read_cce(body: bytes, identity: str) -> list[Message]:
    """The records, as many as are said; none of them when the counts lie."""
    try:
        _, count = _CCE_HEAD.unpack_from(body)
        at, messages = _CCE_HEAD.size, list[Message]()
        while len(messages) < count:
            (length,) = _CCE_RECORD.unpack_from(body, at)
            at += _CCE_RECORD.size
            if at + length > len(body):
                raise IndexError
            messages.append(_listed(body[at : at + length], identity))
            at += length
    except (error, IndexError):
        return [Rejected(reason(RejectionReason.COUNT_MISMATCH, len(body), "?"), identity)]
    if at != len(body):
        return [Rejected(reason(RejectionReason.COUNT_MISMATCH, at, len(body)), identity)]
    return messages


def _listed(record: bytes, identity: str) -> Message:
    return _message(identity, read_parameters(record[2:]))


def _message(identity: str, read: Parameters) -> Message:
    place, readings, found = read.place, read.readings, read.found
    alarm = None if read.event is None else read_event(read.event, found)
    time = _EPOCH + timedelta(seconds=place[TIME]) if TIME in place else None
    ignition = IGNITION.get(alarm) if alarm else None
    power = plugged(alarm, found.get(names.POWER_V))
    sos, level = alarm is Alarm.SOS, limits.percent(read.battery_pct)
    if LAT not in place or LON not in place:
        return Heartbeat(identity, time, ignition, power, sos, level, found)
    valid = bool(readings.get("valid", 1))
    speed = readings.get("speed") if valid else None
    return Fix(
        identity,
        place[LON] / 1e6,
        place[LAT] / 1e6,
        time,
        valid,
        speed_mps=None if speed is None else limits.speed(speed / 3.6),
        course_deg=limits.course(readings.get("course")) if valid else None,
        altitude_m=limits.altitude(readings.get("altitude")) if valid else None,
        ignition=ignition,
        external_power=power,
        sos=sos,
        battery_pct=level,
        attributes=found,
    )
