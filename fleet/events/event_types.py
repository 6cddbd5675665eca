"""What walls hear of vehicles; where they are comes in position frames."""

from datetime import datetime
from typing import Annotated, ClassVar

from fleet.models.vehicle import UnitStatus, VehicleKind
from live.events import Event, one_of


class VehicleChanged(Event):
    """A vehicle as lists and symbols need it."""

    type: ClassVar[str] = "vehicle.changed"
    name: str
    plate: str
    kind: Annotated[str, one_of("VehicleKind", VehicleKind.values)]
    agency: str | None
    agency_id: int | None
    unit_status: Annotated[str, one_of("UnitStatus", UnitStatus.values)]


class VehicleRemoved(Event):
    """The vehicle is gone from this audience."""

    type: ClassVar[str] = "vehicle.removed"


class VehicleEventChanged(Event):
    """Something happened to a vehicle; words are made of ``kind`` and ``detail`` by who shows it."""

    type: ClassVar[str] = "vehicle_event.changed"
    kind: str
    severity: int
    vehicle: int
    time: datetime
    since: datetime
    lon: float | None
    lat: float | None
    detail: dict[str, str | float | int | bool]


class VehicleEventRemoved(Event):
    """The event is not shown any more."""

    type: ClassVar[str] = "vehicle_event.removed"
