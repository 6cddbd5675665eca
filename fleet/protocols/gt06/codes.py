"""What the numbers of alarms and status bits mean. Source: the makers' protocol papers (GT06, GT06E, JM-VL, JC400)."""

from collections.abc import Mapping
from typing import Final

from fleet.protocols.attributes import Alarm

ALARMS: Final[Mapping[int, Alarm]] = {
    0x01: Alarm.SOS,
    0x02: Alarm.POWER_CUT,
    0x03: Alarm.VIBRATION,
    0x04: Alarm.GEOFENCE_ENTER,
    0x05: Alarm.GEOFENCE_EXIT,
    0x06: Alarm.OVERSPEED,
    0x09: Alarm.TOW,
    0x0C: Alarm.TAMPER,
    0x0E: Alarm.LOW_POWER,
    0x0F: Alarm.LOW_POWER,
    0x10: Alarm.TAMPER,
    0x13: Alarm.TAMPER,
    0x14: Alarm.DOOR,
    0x15: Alarm.LOW_BATTERY,
    0x17: Alarm.JAMMING,
    0x18: Alarm.TAMPER,
    0x19: Alarm.LOW_BATTERY,
    0x23: Alarm.FALL,
    0x25: Alarm.TAMPER,
    0x29: Alarm.HARSH_ACCELERATION,
    0x2A: Alarm.HARSH_CORNERING,
    0x2B: Alarm.HARSH_CORNERING,
    0x2C: Alarm.ACCIDENT,
    0x30: Alarm.HARSH_BRAKING,
    0xFE: Alarm.IGNITION_ON,
    0xFF: Alarm.IGNITION_OFF,
}
"""The alarm byte of alarm frames and of heartbeats. 0 is none; what is not here is given as the event's number."""

CAMERA_ALARMS: Final[Mapping[int, Alarm]] = {
    **ALARMS,
    0x90: Alarm.HARSH_ACCELERATION,
    0x91: Alarm.HARSH_BRAKING,
    0x92: Alarm.HARSH_CORNERING,
    0x93: Alarm.ACCIDENT,
}
"""The alarm byte of dash cameras."""

STATUS_ALARMS: Final[Mapping[int, Alarm]] = {
    1: Alarm.VIBRATION,
    2: Alarm.POWER_CUT,
    3: Alarm.LOW_BATTERY,
    4: Alarm.SOS,
}
"""Bits 3 to 5 of the status byte."""

IGNITION_BIT: Final = 0x02
CHARGING_BIT: Final = 0x04
CUT_OFF_BIT: Final = 0x80
NORTH_BIT: Final = 0x0400
WEST_BIT: Final = 0x0800
VALID_BIT: Final = 0x1000
IGNITION_KNOWN_BIT: Final = 0x4000
IGNITION_ON_BIT: Final = 0x8000
