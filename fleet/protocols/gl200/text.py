"""From a text report to messages."""

import re
from datetime import datetime
from typing import Final

from fleet.protocols import limits
from fleet.protocols.attributes import ALARM, EVENT, HDOP, VIN, Alarm
from fleet.protocols.digits import believable, hexadecimal, joined, number
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message, Rejected
from fleet.protocols.gl200.families import VEHICLES, family_of
from fleet.protocols.gl200.found import Found
from fleet.protocols.gl200.kinds import NUMBERED, tell_kind, tell_sort
from fleet.protocols.gl200.report import Place, Report, parse_time, read_cell
from fleet.protocols.gl200.sensors import read_sensors
from fleet.protocols.gl200.states import read_state
from fleet.protocols.gl200.tails import read_odometer, read_tail
from fleet.protocols.rejection import RejectionReason, reason

KMH_MPS: Final = 1 / 3.6
MAX_PLACES: Final = 60
_PLAIN: Final = "FRI"
_HISTORY: Final = "BUFF"
_VIN: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_MASK: Final = re.compile(r"[0-9A-Fa-f]{8}")


def decode_report(report: Report, identity: str, arrival: datetime) -> list[Message]:
    """The positions of a report, in its order; a sign of life where it has none.

    What the report says of the device belongs to the moment it was made: to its last position.
    """
    found = Found() if report.word == "ACK" else _read(report)
    if report.kind != _PLAIN:
        found.keep(EVENT, report.kind[:20])
    if report.word == _HISTORY:
        found.keep("buffered", True)
    found.keep(ALARM, joined(found.alarms))
    places = [place for place in report.places[:MAX_PLACES] if _somewhere(place)]
    if not places:
        sent = report.sent if believable(report.sent, arrival) else None
        return [_life(identity, sent, found)]
    earlier = [_position(identity, place, Found(), arrival) for place in places[:-1]]
    return [*earlier, _position(identity, places[-1], found, arrival)]


def _read(report: Report) -> Found:
    found = Found()
    tell_kind(report.kind, found)
    if report.kind in NUMBERED:
        _read_numbered(report, found)
    else:
        read_state(report.kind, report.head, found)
        tell_sort(report.kind, report.head[-1] if len(report.head) > 1 else "", found)
        read_odometer(report.tail, found)
    if report.head and _VIN.fullmatch(report.head[0]):
        found.keep(VIN, report.head[0])
    return found


def _read_numbered(report: Report, found: Found) -> None:
    """Vehicles: supply, report and kind in one field, number; the others: report, kind, number."""
    head = report.head
    family = family_of(report.version, head)
    if len(head) >= 3:
        tell_sort(report.kind, head[-2][-1:], found)
        if family in VEHICLES:
            found.keep_power(head[-3] if len(head) > 3 else "")
    behind = read_tail(family, report.tail, found)
    if report.kind == "ERI" and behind:
        mask = next((text for text in head if _MASK.fullmatch(text)), "")
        read_sensors(hexadecimal(mask) or 0, behind, found)


def _somewhere(place: Place) -> bool:
    return bool(number(place.lon) or number(place.lat))


def _position(identity: str, place: Place, found: Found, arrival: datetime) -> Message:
    lon, lat, time = number(place.lon), number(place.lat), parse_time(place.time)
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
        return Rejected(reason(RejectionReason.UNREADABLE_FIELD, "coordinates", f"{place.lon} {place.lat}"), identity)
    if (time is None and place.time) or not believable(time, arrival):
        return Rejected(reason(RejectionReason.TIME_UNREADABLE, place.time), identity)
    accuracy, speed = number(place.accuracy), number(place.speed)
    own: dict[str, Attribute] = {HDOP: accuracy} if accuracy is not None and 0 < accuracy <= 100 else {}
    return Fix(
        identity=identity,
        lon=lon,
        lat=lat,
        fix_time=time,
        valid=accuracy is None or accuracy > 0,
        speed_mps=None if speed is None else limits.speed(speed * KMH_MPS),
        course_deg=limits.course(number(place.course)),
        altitude_m=limits.altitude(number(place.altitude)),
        moving=found.moving,
        ignition=found.ignition,
        external_power=found.external_power,
        sos=Alarm.SOS in found.alarms,
        battery_pct=found.battery_pct,
        attributes=own | read_cell(place.cell) | found.attributes,
    )


def _life(identity: str, sent: datetime | None, found: Found) -> Heartbeat:
    return Heartbeat(
        identity=identity,
        time=sent,
        ignition=found.ignition,
        external_power=found.external_power,
        sos=Alarm.SOS in found.alarms,
        battery_pct=found.battery_pct,
        attributes=found.attributes,
    )
