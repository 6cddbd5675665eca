"""What the event codes mean; the same in the text form and the binary ones.

Source: MEITRACK GPRS Protocol, "Event Code".
"""

from collections.abc import Mapping
from typing import Final

from fleet.protocols.attributes import ALARM, EVENT, Alarm
from fleet.protocols.fix import Attribute

ALARMS: Final[Mapping[int, Alarm]] = {
    1: Alarm.SOS,
    17: Alarm.LOW_BATTERY,
    18: Alarm.LOW_POWER,
    19: Alarm.OVERSPEED,
    20: Alarm.GEOFENCE_ENTER,
    21: Alarm.GEOFENCE_EXIT,
    22: Alarm.POWER_RESTORED,
    23: Alarm.POWER_CUT,
    28: Alarm.GPS_ANTENNA_CUT,
    36: Alarm.TOW,
    44: Alarm.JAMMING,
    50: Alarm.TEMPERATURE,
    51: Alarm.TEMPERATURE,
    54: Alarm.FUEL_LEAK,
    78: Alarm.ACCIDENT,
    90: Alarm.HARSH_CORNERING,
    91: Alarm.HARSH_CORNERING,
    129: Alarm.HARSH_BRAKING,
    130: Alarm.HARSH_ACCELERATION,
    133: Alarm.IDLE,
    135: Alarm.FATIGUE,
    144: Alarm.IGNITION_ON,
    145: Alarm.IGNITION_OFF,
}
DRIVER_CARD: Final = 37
IGNITION: Final = {Alarm.IGNITION_ON: True, Alarm.IGNITION_OFF: False}
POWER: Final = {Alarm.POWER_RESTORED: True, Alarm.POWER_CUT: False}
PLUGGED_V: Final = 3.0
"""Below this, what is measured at the supply is a floating wire."""


def read_event(code: int, found: dict[str, Attribute]) -> Alarm | None:
    """The alarm of an event, put into ``found`` with the code."""
    found[EVENT] = code
    alarm = ALARMS.get(code)
    if alarm is not None:
        found[ALARM] = alarm.value
    return alarm


def plugged(alarm: Alarm | None, power_v: Attribute | None) -> bool | None:
    """Whether there is external power, by what happened or else by the voltage."""
    if alarm in POWER:
        return POWER[alarm]
    return power_v >= PLUGGED_V if isinstance(power_v, int | float) else None
