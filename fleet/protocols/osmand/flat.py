"""Flat records: query string, form, or JSON object of the same names."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from fleet.protocols import attributes, limits
from fleet.protocols.fix import Attribute, Fix, Heartbeat, Message
from fleet.protocols.osmand.values import (
    IDENTITY_NAMES,
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

KNOT_MPS: Final = 1852.0 / 3600.0
KMH_MPS: Final = 1000.0 / 3600.0
MAX_ATTRIBUTES: Final = 60


def _sensor(limit: Callable[[float | None], float | None], unit: float = 1.0) -> Callable[[Any], float | None]:
    """A reader of measurements: what is no number, and what no sensor measures, is unknown."""

    def read(value: Any) -> float | None:
        try:
            return limit(float(value) * unit)
        except (TypeError, ValueError, OverflowError):
            return None

    return read


def _coordinate(name: str) -> Callable[[Any], float | None]:
    return lambda value: number(name, value)


FIELDS: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "lat": ("lat", _coordinate("lat")),
    "latitude": ("lat", _coordinate("latitude")),
    "lon": ("lon", _coordinate("lon")),
    "lng": ("lon", _coordinate("lng")),
    "longitude": ("lon", _coordinate("longitude")),
    "timestamp": ("fix_time", moment),
    "time": ("fix_time", moment),
    "valid": ("valid", lambda value: truth(value) is not False),
    "speed": ("speed_mps", _sensor(limits.speed, KNOT_MPS)),
    "spd": ("speed_mps", _sensor(limits.speed)),
    "spd_kph": ("speed_mps", _sensor(limits.speed, KMH_MPS)),
    "bearing": ("course_deg", _sensor(limits.course)),
    "heading": ("course_deg", _sensor(limits.course)),
    "course": ("course_deg", _sensor(limits.course)),
    "dir": ("course_deg", _sensor(limits.course)),
    "altitude": ("altitude_m", _sensor(limits.altitude)),
    "alt": ("altitude_m", _sensor(limits.altitude)),
    "accuracy": ("accuracy_m", _sensor(limits.accuracy)),
    "acc": ("accuracy_m", _sensor(limits.accuracy)),
    "hacc": ("accuracy_m", _sensor(limits.accuracy)),
    "batt": ("battery_pct", _sensor(limits.percent)),
    "battery": ("battery_pct", _sensor(limits.percent)),
    "charge": ("external_power", truth),
    "ischarging": ("external_power", truth),
    "ignition": ("ignition", truth),
    "motion": ("moving", truth),
    "is_moving": ("moving", truth),
}
"""Parameter name in lower case -> the field of Fix, and how its value is read.

Besides those of https://www.traccar.org/osmand/ they are the names of GPSLogger's custom URL, whose ``spd`` is m/s.
"""

# Numbers that arrive as text in a query and are worth being numbers in the attributes.
NUMERIC: Final = frozenset({"hdop", "vdop", "vacc", "odometer", "sat", "satellites", "rpm", "fuel"})
RENAMED: Final = {
    "driveruniqueid": attributes.DRIVER,
    "sat": attributes.SATELLITES,
    "prov": "provider",
    "act": "activity",
}


# Values are put in their places: to make a fix by names takes as long as to read it.
_PLACES: Final = {name: (Fix._fields.index(field), read) for name, (field, read) in FIELDS.items()}
_IDENTITY, _LON, _LAT, _SOS, _ATTRIBUTES = (
    Fix._fields.index(name) for name in ("identity", "lon", "lat", "sos", "attributes")
)
_BLANK: Final = [Fix._field_defaults.get(name) for name in Fix._fields]


def decode(record: Mapping[str, Any]) -> Message:
    """A fix, or a heartbeat where no place is given. Raises Unreadable."""
    identity = require_identity(record)
    fix: list[Any] = _BLANK.copy()
    extra: dict[str, Attribute] = {}
    fix[_IDENTITY], fix[_ATTRIBUTES] = identity, extra
    for name, value in record.items():
        known = _PLACES.get(name) or _PLACES.get(name.lower())
        if known is not None:
            read = known[1](value)
            if read is not None:
                fix[known[0]] = read
        elif name not in IDENTITY_NAMES:
            _other(name.lower(), value, fix, extra)
    if fix[_LAT] is None and fix[_LON] is None:
        return Heartbeat(identity, sos=fix[_SOS])
    if fix[_LAT] is None or fix[_LON] is None:
        raise Unreadable(RejectionReason.HALF_COORDINATE)
    return Fix._make(fix)


def _other(name: str, value: Any, fix: list[Any], extra: dict[str, Attribute]) -> None:
    """What is no plain value of a fix."""
    if name == "location":
        fix[_LAT], fix[_LON] = _pair(value)
    elif name not in IDENTITY_NAMES:
        if name == "alarm":
            fix[_SOS] = str(value).lower() == "sos"
        _keep(extra, name, value)


def _pair(value: Any) -> tuple[float, float]:
    parts = str(value).split(",")
    lat = number("location", parts[0].strip())
    lon = number("location", parts[1].strip()) if len(parts) >= 2 else None
    if lat is None or lon is None:
        raise Unreadable(RejectionReason.NOT_A_PAIR, value)
    return lat, lon


def _keep(extra: dict[str, Attribute], name: str, value: Any) -> None:
    if len(extra) >= MAX_ATTRIBUTES:
        return
    measured = reading(value) if name in NUMERIC else None
    kept = attribute(value) if measured is None else measured
    if kept is not None and kept != "":
        extra[RENAMED.get(name, clean(name)[:60])] = kept
