"""The nested JSON of Traccar Client 9 (its background-geolocation library): speed in m/s, -1 for unknown."""

from collections.abc import Mapping
from typing import Any

from fleet.protocols import limits
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message
from fleet.protocols.osmand.flat import MAX_ATTRIBUTES
from fleet.protocols.osmand.values import (
    Unreadable,
    attribute,
    clean,
    moment,
    number,
    reading,
    require_identity,
    truth,
)
from fleet.protocols.rejection import RejectionReason


def decode(record: Mapping[str, Any]) -> Message:
    """A fix, or a heartbeat where no place is given. Raises Unreadable."""
    identity = require_identity(record)
    location = _part(record, "location")
    coordinates = _part(location, "coords")
    lat, lon = number("latitude", coordinates.get("latitude")), number("longitude", coordinates.get("longitude"))
    extra = _extra(location)
    sos = str(extra.get("alarm")).lower() == "sos"
    if lat is None and lon is None:
        return Heartbeat(identity, sos=sos, attributes=extra)
    if lat is None or lon is None:
        raise Unreadable(RejectionReason.HALF_COORDINATE)
    battery = _part(location, "battery")
    level = reading(battery.get("level"))
    return Fix(
        identity=identity,
        lon=lon,
        lat=lat,
        fix_time=moment(location.get("timestamp")),
        speed_mps=limits.speed(reading(coordinates.get("speed"))),
        course_deg=limits.course(reading(coordinates.get("heading"))),
        altitude_m=limits.altitude(reading(coordinates.get("altitude"))),
        accuracy_m=limits.accuracy(reading(coordinates.get("accuracy"))),
        moving=truth(location.get("is_moving")) if "is_moving" in location else None,
        external_power=truth(battery.get("is_charging")) if "is_charging" in battery else None,
        sos=sos,
        battery_pct=None if level is None else limits.percent(level * 100.0),
        attributes=extra,
    )


def _extra(location: Mapping[str, Any]) -> dict[str, Attribute]:
    found: dict[str, Any] = dict(_part(location, "extras"))
    for name in ("event", "odometer", "mock"):
        found[name] = location.get(name)
    found["activity"] = _part(location, "activity").get("type")
    kept: dict[str, Attribute] = {}
    for name, value in found.items():
        usable = attribute(value)
        if usable is not None and usable != "" and len(kept) < MAX_ATTRIBUTES:
            kept[clean(str(name))[:60]] = usable
    return kept


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
