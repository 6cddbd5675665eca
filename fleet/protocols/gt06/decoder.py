"""From a frame to what it says and what is answered."""

from datetime import datetime
from typing import Final

from fleet.protocols.fix import Heartbeat, Rejected
from fleet.protocols.gt06 import frames, layouts, personal
from fleet.protocols.gt06.parts import Body, TooShort
from fleet.protocols.gt06.record import Record, Unreadable
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.stream import Decoded, Session

_LOGIN: Final = 0x01
_TIME_REQUEST: Final = 0x8A
_ADDRESS: Final = 0x97
_NO_ADDRESS: Final = b"NA&&NA&&0##"
_IMEI_SIZE: Final = 8
_ZONE: Final = "zone_s"
_MIN_FRAME: Final = 6


def decode(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """Never raises. Logins set the session's identity; everything else needs one."""
    if len(frame) < _MIN_FRAME:
        return _rejected(session, RejectionReason.FRAME_TOO_SHORT, len(frame))
    if frames.is_bare(frame):
        return _bare(frame, session)
    head = 3 if frame[:2] == frames.SHORT else 4
    length = int.from_bytes(frame[2:head], "big")
    # As long as its length says (or cut off behind it), or longer, where the CRC is not counted.
    end = head + length - 4 if len(frame) <= head + length + 2 else len(frame) - 6
    if end <= head or end + 2 > len(frame):
        return _rejected(session, RejectionReason.FRAME_TOO_SHORT, len(frame))
    kind, body, serial = frame[head], frame[head + 1 : end], int.from_bytes(frame[end : end + 2], "big")
    if kind == _TIME_REQUEST:
        return Decoded(answer=frames.build(kind, _clock(arrival), serial))
    answer = frames.build(kind, b"", serial, long=head == 4)
    if kind == _LOGIN:
        return _login(body, session, answer)
    if kind in layouts.UNANSWERED:
        answer = b""
    elif kind in layouts.ADDRESS_REQUESTS:
        answer += frames.build(_ADDRESS, bytes([4 + len(_NO_ADDRESS)]) + bytes(4) + _NO_ADDRESS, serial, long=True)
    if kind in layouts.SILENT or not body:
        return Decoded(answer=answer)
    return _data(kind, body, session, answer)


def _data(kind: int, body: bytes, session: Session, answer: bytes) -> Decoded:
    layout = layouts.LAYOUTS.get(kind)
    if layout is None:
        return _rejected(session, RejectionReason.UNKNOWN_TYPE, f"{kind:02X}")
    if not session.identity:
        return _rejected(session, RejectionReason.NO_IDENTITY)
    zone = session.memory.get(_ZONE, 0)
    record = Record(session.identity, zone if isinstance(zone, int) else 0)
    try:
        layout(Body(body), record)
    except TooShort:
        return _rejected(session, RejectionReason.FRAME_TOO_SHORT, len(body), answer=answer)
    except Unreadable as error:
        return _rejected(session, RejectionReason.UNREADABLE_FIELD, error.name, error.value, answer=answer)
    return Decoded((record.message(),), answer)


def _rejected(session: Session, code: RejectionReason, *parameters: object, answer: bytes = b"") -> Decoded:
    return Decoded((Rejected(reason(code, *parameters), session.identity),), answer)


def _login(body: bytes, session: Session, answer: bytes) -> Decoded:
    """Identity as BCD; on some the model and the zone of the clock behind it.

    A zone makes the login a sign of life: it is kept in quarantine then with the frames that cannot be read without it.
    """
    if len(body) < _IMEI_SIZE:
        return _rejected(session, RejectionReason.FRAME_TOO_SHORT, len(body))
    identity = _imei(body[:_IMEI_SIZE])
    if not identity:
        return _rejected(session, RejectionReason.NO_IDENTITY)
    session.identity = identity
    zone = _zone_s(int.from_bytes(body[10:12], "big")) if len(body) >= _IMEI_SIZE + 4 else 0
    session.memory[_ZONE] = zone
    return Decoded((Heartbeat(identity, attributes={"clock_ahead_s": zone}),) if zone else (), answer)


def _imei(raw: bytes) -> str:
    digits = raw.hex().lstrip("0")
    return digits if digits.isdecimal() else ""


def _zone_s(value: int) -> int:
    """Hours and minutes as one decimal number in the upper twelve bits; bit 3: west of Greenwich."""
    hours, minutes = divmod(value >> 4, 100)
    if hours > 14 or minutes > 59:
        return 0
    seconds = hours * 3600 + minutes * 60
    return -seconds if value & 0x08 else seconds


def _clock(now: datetime) -> bytes:
    return bytes([now.year % 100, now.month, now.day, now.hour, now.minute, now.second])


def _bare(frame: bytes, session: Session) -> Decoded:
    kind, answer = frame[3], personal.answer(frame)
    if kind == _LOGIN:
        return _login(frame[4:12], session, answer)
    if len(frame) == _MIN_FRAME:
        return Decoded(answer=answer)
    if not session.identity:
        return _rejected(session, RejectionReason.NO_IDENTITY)
    try:
        read = personal.wifi if kind in frames.WIFI_REPORTS else personal.place
        return Decoded((read(frame, session.identity),), answer)
    except TooShort:
        return _rejected(session, RejectionReason.FRAME_TOO_SHORT, len(frame), answer=answer)
    except Unreadable as error:
        return _rejected(session, RejectionReason.UNREADABLE_FIELD, error.name, error.value, answer=answer)
