"""Events that Pantau itself sends: the answer to a ping, and where a vehicle of the fleet is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from xml.sax.saxutils import quoteattr

OWN_PREFIX: Final = "pantau."
"""How the uid of everything begins that Pantau sends, so that it never takes its own words for a device's."""
STALE_AFTER: Final = timedelta(minutes=5)

_TYPES: Final = {
    "ambulance": "a-f-G-E-V-U-A",
    "bus": "a-f-G-E-V-U-B",
    "car": "a-f-G-E-V-C",
    "truck": "a-f-G-E-V-C",
    "motorcycle": "a-f-G-E-V-C",
    "fire": "a-f-G-E-V-C",
    "police": "a-f-G-E-V-C",
    "excavator": "a-f-G-E-V-E",
    "boat": "a-f-S",
}
"""Kind of a vehicle -> friendly, on the ground, equipment, vehicle, and which."""
_OTHER: Final = "a-f-G"


@dataclass(frozen=True, slots=True)
class Unit:
    """A vehicle and where it was at ``fix_time`` (UTC); None is unknown."""

    vehicle: int
    name: str
    kind: str
    lon: float
    lat: float
    fix_time: datetime
    speed_mps: float | None = None
    course_deg: float | None = None
    accuracy_m: float | None = None


def encode(unit: Unit) -> bytes:
    """The event of a vehicle's place. It is as old as its fix, and stale five minutes after that."""
    accuracy = "9999999.0" if unit.accuracy_m is None else f"{unit.accuracy_m:.1f}"
    course = "" if unit.course_deg is None else f' course="{unit.course_deg:.1f}"'
    speed = "" if unit.speed_mps is None else f' speed="{unit.speed_mps:.2f}"'
    track = f"<track{course}{speed}/>" if course or speed else ""
    name = quoteattr(_plain(unit.name))
    return (
        f'<event version="2.0" uid="{OWN_PREFIX}vehicle.{unit.vehicle}" type="{_TYPES.get(unit.kind, _OTHER)}"'
        f' how="m-g" time="{_iso(unit.fix_time)}" start="{_iso(unit.fix_time)}"'
        f' stale="{_iso(unit.fix_time + STALE_AFTER)}">'
        f'<point lat="{unit.lat:.7f}" lon="{unit.lon:.7f}" hae="9999999.0" ce="{accuracy}" le="9999999.0"/>'
        f"<detail><contact callsign={name}/>{track}</detail></event>\n"
    ).encode()


def pong(now: datetime) -> bytes:
    """The answer to a ping."""
    return (
        f'<event version="2.0" uid="{OWN_PREFIX}pong" type="t-x-c-t-r" how="m-g" time="{_iso(now)}"'
        f' start="{_iso(now)}" stale="{_iso(now + timedelta(seconds=20))}">'
        '<point lat="0.0" lon="0.0" hae="0.0" ce="9999999.0" le="9999999.0"/><detail/></event>\n'
    ).encode()


def _iso(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def _plain(text: str) -> str:
    """``text`` without what XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable())
