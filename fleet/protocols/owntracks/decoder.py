"""From OwnTracks' JSON to fixes.

Source: the description of the payloads at https://owntracks.org/booklet/tech/json/. Speed is in km/h, times are in
seconds since 1970, accuracy and altitude in metres, -1 is unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from fleet.protocols import attributes, json_records, limits
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message, Rejected
from fleet.protocols.osmand.values import Unreadable, attribute, clean, moment, number, reading
from fleet.protocols.owntracks.post import MAX_IDENTITY, Post, identity_from_topic
from fleet.protocols.rejection import Reason, RejectionReason, reason

NAME: Final = "owntracks"
KMH_MPS: Final = 1000.0 / 3600.0

# Battery status -> is there power from outside, is the battery being charged. 0 is unknown.
_BATTERY_STATUS: Final[Mapping[Any, tuple[bool, bool]]] = {1: (False, False), 2: (True, True), 3: (True, False)}

_KEPT: Final[Mapping[str, str]] = {
    "t": attributes.EVENT,
    "conn": "connection",
    "m": "mode",
    "p": "pressure_kpa",
    "vac": "vertical_accuracy_m",
    "poi": "poi",
    "tag": "tag",
}
"""Key of a location -> the name of its attribute."""

_LISTS: Final[Mapping[str, str]] = {"inregions": "regions", "motionactivities": "activity"}


def decode(post: Post) -> list[Message]:
    """The records of a post, in its order; an empty list for a body without any, and never an exception.

    What a phone says about itself without a place becomes a Heartbeat; what it says about nothing, such as the
    farewell that the broker sends for it, is left out.
    """
    body = post.body.strip()
    if not body or body == b"[]":
        return []
    records = json_records.read(body)
    if isinstance(records, Reason):
        return [Rejected(records, post.identity)]
    found = (_record(record, post.identity) for record in records)
    return [message for message in found if message is not None]


def _record(record: Any, identity: str) -> Message | None:
    if not isinstance(record, dict):
        return Rejected(reason(RejectionReason.NOT_AN_OBJECT), identity)
    identity = identity or _own_identity(record)
    kind = record.get("_type")
    try:
        read = _READERS.get(kind) if isinstance(kind, str) else None
        if read is None:
            return Rejected(reason(RejectionReason.UNKNOWN_TYPE, kind), identity)
        if not identity and read not in (_nothing, _encrypted):
            return Rejected(reason(RejectionReason.NO_IDENTITY))
        return read(record, identity)
    except Unreadable as error:
        return Rejected(error.reason, identity)
    except RecursionError:
        return Rejected(reason(RejectionReason.TOO_DEEP), identity)


def _own_identity(record: Mapping[str, Any]) -> str:
    """What a record says of its sender: its topic or, as a last resort, the two letters of its marker."""
    topic, tracker = record.get("topic"), record.get("tid")
    found = identity_from_topic(topic) if isinstance(topic, str) else ""
    if not found and isinstance(tracker, str):
        found = clean(tracker).strip()[:MAX_IDENTITY]
    return found


def _location(record: Mapping[str, Any], identity: str) -> Message:
    place = _place(record)
    if place is None:
        return _sign_of_life(record, identity)
    power, charging = _battery(record.get("bs"))
    extra = _extra(record)
    if charging is not None:
        extra[attributes.CHARGING] = charging
    speed = reading(record.get("vel"))
    return Fix(
        identity=identity,
        lon=place[0],
        lat=place[1],
        fix_time=moment(record.get("tst")),
        speed_mps=None if speed is None else limits.speed(speed * KMH_MPS),
        course_deg=limits.course(reading(record.get("cog"))),
        altitude_m=limits.altitude(reading(record.get("alt"))),
        accuracy_m=limits.accuracy(reading(record.get("acc"))),
        external_power=power,
        battery_pct=limits.percent(reading(record.get("batt"))),
        attributes=extra,
    )


def _transition(record: Mapping[str, Any], identity: str) -> Message:
    """The phone entered or left a region of its own, here and now."""
    place = _place(record)
    extra: dict[str, Attribute] = {}
    for key, name in (("event", attributes.EVENT), ("desc", "region")):
        value = attribute(record.get(key))
        if value is not None and value != "":
            extra[name] = value
    time = moment(record.get("tst"))
    if place is None:
        return Heartbeat(identity, time, attributes=extra)
    accuracy = limits.accuracy(reading(record.get("acc")))
    return Fix(identity, *place, fix_time=time, accuracy_m=accuracy, attributes=extra)


def _sign_of_life(record: Mapping[str, Any], identity: str) -> Message:
    """The phone was there to say it; a place in it is that of a region, not the phone's."""
    return Heartbeat(identity, battery_pct=limits.percent(reading(record.get("batt"))))


def _nothing(record: Mapping[str, Any], identity: str) -> None:
    """Said by the broker after a phone fell silent, or said to the phone."""


def _encrypted(record: Mapping[str, Any], identity: str) -> Message:
    return Rejected(reason(RejectionReason.ENCRYPTED), identity)


def _place(record: Mapping[str, Any]) -> tuple[float, float] | None:
    """Longitude and latitude. Raises Unreadable."""
    lat, lon = number("lat", record.get("lat")), number("lon", record.get("lon"))
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise Unreadable(RejectionReason.HALF_COORDINATE)
    return lon, lat


def _battery(status: Any) -> tuple[bool | None, bool | None]:
    known = _BATTERY_STATUS.get(status) if isinstance(status, int) and not isinstance(status, bool) else None
    return known or (None, None)


def _extra(record: Mapping[str, Any]) -> dict[str, Attribute]:
    extra: dict[str, Attribute] = {}
    for key, name in _KEPT.items():
        value = attribute(record.get(key))
        if value is not None and value != "":
            extra[name] = value
    for key, name in _LISTS.items():
        values = record.get(key)
        if isinstance(values, Sequence) and not isinstance(values, str):
            words = [clean(value)[:80] for value in values[:20] if isinstance(value, str)]
            if words:
                extra[name] = ", ".join(words)
    return extra


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], str], Message | None]]] = {
    "location": _location,
    "transition": _transition,
    "waypoint": _sign_of_life,
    "waypoints": _sign_of_life,
    "card": _sign_of_life,
    "status": _sign_of_life,
    "steps": _sign_of_life,
    "beacon": _sign_of_life,
    "request": _sign_of_life,
    "configuration": _sign_of_life,
    "dump": _sign_of_life,
    "lwt": _nothing,
    "cmd": _nothing,
    "encrypted": _encrypted,
}
"""``_type`` of a record -> what reads it."""
