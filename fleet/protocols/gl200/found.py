"""What the fields of a report tell, gathered until it is made into messages."""

import re
from dataclasses import dataclass, field
from typing import Final

from fleet.protocols import limits
from fleet.protocols.attributes import BATTERY_V, CHARGING, POWER_V, Alarm
from fleet.protocols.digits import number, whole
from fleet.protocols.fix import Attribute

_MOST_VOLT: Final = 100.0
_STATUS: Final = re.compile(r"[0-9A-Fa-f]{2}(?:[0-9A-Fa-f]{4}|[0-9A-Fa-f]{8})?")
STATES: Final = {
    "11": (False, False),
    "12": (False, True),
    "16": (False, True),
    "1A": (False, None),
    "21": (True, False),
    "22": (True, True),
    "41": (None, False),
    "42": (None, True),
}
"""State of motion -> ignition and moving: 1x off, 2x on, 4x not connected; 16 towed, 1A perhaps towed."""


@dataclass(slots=True)
class Found:
    """None is unknown."""

    ignition: bool | None = None
    moving: bool | None = None
    external_power: bool | None = None
    battery_pct: float | None = None
    alarms: list[Alarm] = field(default_factory=list)
    attributes: dict[str, Attribute] = field(default_factory=dict)

    def keep(self, name: str, value: Attribute | None) -> None:
        """An attribute, where it is known."""
        if value is not None and value != "":
            self.attributes[name] = value

    def keep_battery(self, text: str) -> None:
        """Percent."""
        level = limits.percent(number(text))
        if level is not None:
            self.battery_pct = level

    def keep_millivolts(self, name: str, text: str) -> None:
        """Volt, from millivolt."""
        value = number(text)
        if value is not None and 0 <= value / 1000 <= _MOST_VOLT:
            self.attributes[name] = round(value / 1000, 3)

    def keep_power(self, text: str) -> None:
        """External supply: volt with a point, millivolt without."""
        value = number(text)
        if value is not None and "." in text and 0 <= value <= _MOST_VOLT:
            self.attributes[POWER_V] = value
        elif "." not in text:
            self.keep_millivolts(POWER_V, text)

    def keep_cell_volts(self, text: str) -> None:
        """The inner battery, in volt."""
        value = number(text)
        if value is not None and 0 < value <= _MOST_VOLT:
            self.attributes[BATTERY_V] = value

    def keep_charging(self, text: str) -> None:
        """0 or 1."""
        value = whole(text)
        if value in (0, 1):
            self.attributes[CHARGING] = value == 1

    def keep_state(self, text: str) -> None:
        """The state of motion."""
        ignition, moving = STATES.get(text.upper(), (None, None))
        self.ignition = ignition if ignition is not None else self.ignition
        self.moving = moving if moving is not None else self.moving

    def keep_status(self, text: str) -> None:
        """State of motion, then inputs and outputs in two or four digits each."""
        if not _STATUS.fullmatch(text):
            return
        self.keep_state(text[:2])
        half = (len(text) - 2) // 2
        if half:
            self.attributes["inputs"] = int(text[2 : 2 + half], 16)
            self.attributes["outputs"] = int(text[2 + half :], 16)
