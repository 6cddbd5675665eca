"""What walls hear of vehicles; where they are comes in position frames."""

from typing import ClassVar

from live.events import Event


class VehicleChanged(Event):
    """A vehicle as lists and symbols need it."""

    type: ClassVar[str] = "vehicle.changed"
    name: str
    plate: str
    kind: str
    agency: str | None
    agency_id: int | None
    unit_status: str


class VehicleRemoved(Event):
    """The vehicle is gone from this audience."""

    type: ClassVar[str] = "vehicle.removed"
