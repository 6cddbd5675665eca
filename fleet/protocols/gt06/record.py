"""What is gathered from the parts of one frame, and the message that it becomes."""

from dataclasses import dataclass, field
from datetime import datetime

from fleet.protocols import attributes as names
from fleet.protocols import limits
from fleet.protocols.attributes import Alarm
from fleet.protocols.fix import Attribute, Fix, Heartbeat


class Unreadable(ValueError):
    """A part that decides about the whole frame and cannot be: the field and its value."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name)
        self.name, self.value = name, value


@dataclass(slots=True)
class Record:
    """The readings of a frame. Without a place it is a sign of life."""

    identity: str
    zone_s: int = 0
    """Seconds that the device's clock is ahead of UTC, as its login says."""
    time: datetime | None = None
    place: tuple[float, float] | None = None
    """lat, lon."""
    valid: bool = False
    speed_kmh: float | None = None
    course: float | None = None
    altitude: float | None = None
    ignition: bool | None = None
    external_power: bool | None = None
    battery_pct: float | None = None
    alarms: dict[Alarm, None] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)

    def message(self) -> Fix | Heartbeat:
        """The record as all packages know it."""
        if self.alarms:
            self.attributes[names.ALARM] = ",".join(self.alarms)
        sos, battery = Alarm.SOS in self.alarms, limits.percent(self.battery_pct)
        if self.place is None:
            return Heartbeat(
                self.identity, self.time, self.ignition, self.external_power, sos, battery, self.attributes
            )
        return Fix(
            identity=self.identity,
            lat=self.place[0],
            lon=self.place[1],
            fix_time=self.time,
            valid=self.valid,
            speed_mps=limits.speed(None if self.speed_kmh is None else self.speed_kmh / 3.6),
            course_deg=limits.course(self.course),
            altitude_m=limits.altitude(self.altitude),
            ignition=self.ignition,
            external_power=self.external_power,
            sos=sos,
            battery_pct=battery,
            attributes=self.attributes,
        )
