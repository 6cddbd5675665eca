"""The 32 status bits of H02, active when 0, and its battery levels."""

from dataclasses import dataclass
from typing import Final

from fleet.protocols.attributes import ALARM, BLOCKED, DOOR, Alarm
from fleet.protocols.digits import joined, put
from fleet.protocols.fix import Attribute

IGNITION: Final = 10  # the one that is active when 1: the line of the ignition is not open
MAIN_POWER: Final = 19
_DOOR: Final = 8
_CUT_OFF: Final = 27
_ALL: Final = 0xFFFFFFFF
_ALARMS: Final = (
    (0, Alarm.VIBRATION),
    (1, Alarm.SOS),
    (18, Alarm.SOS),
    (2, Alarm.OVERSPEED),
    (MAIN_POWER, Alarm.POWER_CUT),
)
_LEVELS: Final = {1: 0.0, 2: 10.0, 3: 20.0, 4: 60.0, 5: 80.0, 6: 100.0}


@dataclass(frozen=True, slots=True)
class Status:
    """What the bits say. ``external_power`` is None for devices that leave every bit alone."""

    ignition: bool | None
    external_power: bool | None
    sos: bool
    attributes: dict[str, Attribute]


UNKNOWN: Final = Status(None, None, False, {})


def read_status(word: int | None) -> Status:
    """The status from its 32 bits; None is no status."""
    if word is None:
        return UNKNOWN
    alarms = [alarm for bit, alarm in _ALARMS if not word >> bit & 1]
    attributes: dict[str, Attribute] = {"status": word}
    put(attributes, ALARM, joined(alarms))
    for bit, name in ((_DOOR, DOOR), (_CUT_OFF, BLOCKED)):
        if not word >> bit & 1:
            attributes[name] = True
    return Status(
        ignition=bool(word >> IGNITION & 1),
        external_power=None if word == _ALL else bool(word >> MAIN_POWER & 1),
        sos=Alarm.SOS in alarms,
        attributes=attributes,
    )


def read_battery(level: int | None) -> float | None:
    """Percent from the byte or field of the battery: 1 to 6 are levels, 7 to 100 percent, 0 and all else unknown."""
    if level is None or not 1 <= level <= 100:
        return None
    return _LEVELS.get(level, float(level))
