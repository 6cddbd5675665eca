"""From CoT events to fixes.

Source: the event schema of Cursor on Target 2.0, and what ATAK sends: its own place as an atom (``a-...``) every few
seconds, alerts as ``b-a-o-...``, pings as ``t-x-c-t``. Speed is in m/s, 9999999 is unknown, times are ISO 8601 in UTC.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from fleet.protocols import attributes, limits
from fleet.protocols.cot.encoder import OWN_PREFIX, pong
from fleet.protocols.cot.frames import PROTOBUF
from fleet.protocols.cot.xml import Elements, read
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message, Rejected
from fleet.protocols.osmand.values import Unreadable, attribute, clean, moment, number, reading
from fleet.protocols.rejection import Reason, RejectionReason, reason
from fleet.protocols.stream import Decoded, Session

PING: Final = "t-x-c-t"
ALERT: Final = "b-a-o-"
ALERT_CANCELLED: Final = "b-a-o-can"
ALERT_SUFFIX: Final = "-9-1-1"
UNKNOWN: Final = 9_999_999.0
MAX_IDENTITY: Final = 128
_NOTHING: Final[Mapping[str, str]] = {}


def decode(frame: bytes, session: Session, arrival: datetime) -> Decoded:
    """One event, with white space or an XML declaration before it. Only a ping has an answer.

    Markers, drawings, chat and offers of another protocol bring nothing, and neither does what Pantau itself sent out.
    """
    if not frame.strip():
        return Decoded()
    elements = read(frame)
    if isinstance(elements, Reason):
        return Decoded([Rejected(elements, session.identity)])
    event = elements.get("event", _NOTHING)
    kind, uid = event.get("type", ""), clean(event.get("uid", "")).strip()[:MAX_IDENTITY]
    if kind == PING:
        alive = [Heartbeat(session.identity)] if session.identity else []
        return Decoded(alive, pong(arrival))
    if uid.startswith(OWN_PREFIX) or not (kind.startswith(("a-", ALERT)) or not kind):
        return Decoded()
    message = _message(elements, kind, uid)
    if isinstance(message, Fix) and kind.startswith("a-") and not session.identity:
        session.identity = message.identity
    return Decoded([message])


def decode_datagram(datagram: bytes, session: Session, arrival: datetime) -> Decoded:
    """As ``decode``, for a datagram, which holds one event."""
    if datagram[:1] == bytes([PROTOBUF]):
        return Decoded([Rejected(reason(RejectionReason.PROTOBUF))])
    return decode(datagram.strip(b" \t\r\n\x00"), session, arrival)


def _message(elements: Elements, kind: str, uid: str) -> Message:
    identity = _sender(elements, uid) if kind.startswith(ALERT) else uid
    try:
        if not kind:
            raise Unreadable(RejectionReason.UNKNOWN_TYPE, kind)
        if not identity:
            raise Unreadable(RejectionReason.NO_IDENTITY)
        return _fix(elements, kind, identity)
    except Unreadable as error:
        return Rejected(error.reason, identity)


def _fix(elements: Elements, kind: str, identity: str) -> Message:
    event, point, track = (elements.get(name, _NOTHING) for name in ("event", "point", "track"))
    lat, lon = number("lat", point.get("lat")), number("lon", point.get("lon"))
    if lat is None or lon is None:
        raise Unreadable(RejectionReason.HALF_COORDINATE)
    time = moment(event.get("time"))
    return Fix(
        identity=identity,
        lon=lon,
        lat=lat,
        fix_time=time,
        speed_mps=limits.speed(reading(track.get("speed"))),
        course_deg=limits.course(reading(track.get("course"))),
        altitude_m=limits.altitude(_known(point.get("hae"))),
        accuracy_m=limits.accuracy(_known(point.get("ce"))),
        sos=_asks_for_help(elements, kind),
        battery_pct=limits.percent(reading(elements.get("status", _NOTHING).get("battery"))),
        attributes=_extra(elements, kind, time),
    )


def _sender(elements: Elements, uid: str) -> str:
    """Whose alert it is: alerts have a uid of their own, and a link to the one who raised it."""
    linked = clean(elements.get("link", _NOTHING).get("uid", "")).strip()[:MAX_IDENTITY]
    return linked or uid.removesuffix(ALERT_SUFFIX)


def _asks_for_help(elements: Elements, kind: str) -> bool:
    emergency = elements.get("emergency")
    if kind == ALERT_CANCELLED or (emergency is not None and emergency.get("cancel", "").lower() == "true"):
        return False
    return kind.startswith(ALERT) or emergency is not None


def _known(text: str | None) -> float | None:
    value = reading(text)
    return None if value is None or value >= UNKNOWN else value


def _extra(elements: Elements, kind: str, time: datetime | None) -> dict[str, Attribute]:
    event, platform = elements.get("event", _NOTHING), elements.get("takv", _NOTHING)
    group = elements.get("__group", _NOTHING)
    found: dict[str, str | float | None] = {
        attributes.EVENT: kind,
        "how": event.get("how"),
        "callsign": elements.get("contact", _NOTHING).get("callsign"),
        "emergency": elements.get("emergency", _NOTHING).get("type"),
        "team": group.get("name"),
        "role": group.get("role"),
        "platform": platform.get("platform"),
        attributes.VERSION: platform.get("version"),
        "stale_s": _stale_after(event.get("stale"), time),
    }
    kept = {name: attribute(value) for name, value in found.items()}
    return {name: value for name, value in kept.items() if value is not None and value != ""}


def _stale_after(stale: str | None, time: datetime | None) -> float | None:
    """For how many seconds the sender believes in the place."""
    try:
        end = moment(stale)
    except Unreadable:
        return None
    return None if end is None or time is None else round((end - time.astimezone(UTC)).total_seconds(), 1)
