"""From a frame to what it says and what is answered.

``(`` identity, command, content ``)``: without anything between, the identity having 12 or 15 signs, or behind commas.
Sources: the makers' protocol papers of TK103 and the trackers that the commands ``ZC`` and ``DW`` belong to.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from fleet.protocols import attributes as names
from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message, Rejected
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Decoded, Session
from fleet.protocols.tk103 import place, reports
from fleet.protocols.tk103.frames import cut
from fleet.protocols.tk103.place import Unreadable

_COMMAND: Final = re.compile(r"(?:B[A-Z]|ZC|DW)[0-9][0-9A-F]")
_IDENTITY: Final = re.compile(r"[0-9A-Za-z_-]{1,20}")
_HEAD: Final = 26

ALARMS_BO01: Final[Mapping[str, Alarm]] = {
    "0": Alarm.POWER_CUT,
    "1": Alarm.ACCIDENT,
    "2": Alarm.SOS,
    "3": Alarm.TAMPER,
    "5": Alarm.OVERSPEED,
    "6": Alarm.GEOFENCE,
}
"""The first sign behind BO01."""
ALARMS_BY_COMMAND: Final[Mapping[str, Alarm]] = {
    "ZC11": Alarm.MOVEMENT,
    "ZC12": Alarm.LOW_BATTERY,
    "ZC13": Alarm.POWER_CUT,
    "ZC15": Alarm.IGNITION_ON,
    "ZC16": Alarm.IGNITION_OFF,
    "ZC17": Alarm.TAMPER,
    "ZC25": Alarm.SOS,
    "ZC26": Alarm.TAMPER,
    "ZC27": Alarm.LOW_POWER,
}
_OVERSPEED_BQ81: Final = "1"
_REPORTS: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "BP05": reports.login_cells,
    "BQ86": reports.diagnosis,
    "ZC03": reports.quoted,
    "ZC20": reports.battery,
    "DW50": reports.cells,
    "DW5B": reports.cells,
}
_PLACES_ONLY: Final = frozenset({"BR00", "BR01", "BR02", "BO01", "DW30", "DW3B"})


def decode(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """Never raises. Every frame names its device."""
    text = frame.decode("ascii", "replace").strip()
    if not text:
        return Decoded()
    if text[0] != "(" or text[-1] != ")":
        return _rejected(session, RejectionReason.NO_FRAME, len(frame))
    found = _COMMAND.search(text, 2, _HEAD)
    if found is None:
        return _rejected(session, RejectionReason.UNKNOWN_TYPE, text[1:21])
    identity = text[1 : found.start()].rstrip(",")
    if not _IDENTITY.fullmatch(identity):
        return _rejected(session, RejectionReason.NO_IDENTITY)
    session.identity = identity
    command, content = found[0], text[found.end() : -1]
    try:
        message = _message(identity, command, content)
    except Unreadable as error:
        message = Rejected(reason(RejectionReason.UNREADABLE_FIELD, error.name, error.value), identity)
    return Decoded((message,), _answer(identity, command, content))


def datagram(data: bytes, session: Session, arrival: datetime) -> Decoded:
    """One frame or several, as over TCP."""
    messages, answer, left = list[Message](), b"", data
    while left:
        head = cut(left)
        size = len(left) if head is None else head.size
        if head is None or head.fault is not None:
            fault = reason(RejectionReason.NO_FRAME, size) if head is None or head.fault is None else head.fault
            messages.append(Rejected(fault, session.identity))
        else:
            decoded = decode(left[:size], session, arrival)
            messages += decoded.messages
            answer += decoded.answer
        left = left[size:]
    return Decoded(tuple(messages), answer)


def _rejected(session: Session, code: RejectionReason, *parameters: object) -> Decoded:
    return Decoded((Rejected(reason(code, *parameters), session.identity),))


def _message(identity: str, command: str, content: str) -> Message:
    fields = place.read(content)
    alarm = _alarm(command, content)
    extra: dict[str, Attribute] = {} if alarm is None else {names.ALARM: alarm.value}
    sos = alarm is Alarm.SOS
    if fields is not None:
        return Fix(identity=identity, sos=sos, **{**fields, "attributes": {**fields["attributes"], **extra}})
    report = _REPORTS.get(command)
    if report is not None:
        read = report(content.lstrip(","))
        return Heartbeat(identity, sos=sos, **{**read, "attributes": {**read["attributes"], **extra}})
    if command in _PLACES_ONLY:
        return Rejected(reason(RejectionReason.UNREADABLE_FIELD, command, content), identity)
    if command[0] != "B" and alarm is None:
        return Rejected(reason(RejectionReason.UNKNOWN_TYPE, command), identity)
    said = reports.printable(content)
    return Heartbeat(identity, sos=sos, attributes={**({"result": said} if said else {}), **extra})


def _alarm(command: str, content: str) -> Alarm | None:
    if command == "BO01":
        return ALARMS_BO01.get(content[:1], Alarm.OTHER)
    if command == "BQ81" and content.startswith(",ALARM,"):
        return Alarm.OVERSPEED if content.split(",", 3)[2] == _OVERSPEED_BQ81 else Alarm.OTHER
    return ALARMS_BY_COMMAND.get(command)


def _answer(identity: str, command: str, content: str) -> bytes:
    """To a handshake, a login and an alarm; nothing else waits for one."""
    if command == "BP00":
        said = "AP01HSO"
    elif command == "BP05":
        said = "AP05"
    elif command == "BO01" and content[:1].isalnum() and content[:1].isascii():
        said = "AS01" + content[0]
    else:
        return b""
    return f"({identity}{said})".encode()
