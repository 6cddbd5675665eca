"""What each address answers, typed; the OpenAPI document is made from these."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from fleet.api.params import SeverityName
from fleet.events.kinds import EventKind
from fleet.models import TripKind, UnitStatus, VehicleKind
from fleet.trips.kinds import TripReason

Longitude = Annotated[float, Field(description="Degrees, WGS 84.")]
Latitude = Annotated[float, Field(description="Degrees, WGS 84.")]
Next = Annotated[
    str | None, Field(description="Address of the next page, as in the Link header; null: this is the last one.")
]


class Answer(BaseModel):
    """Base of what is answered. Times in UTC, lengths in metres, speeds in metres a second, directions in degrees."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class Mark(StrEnum):
    """Why a position is stored but not believed."""

    INVALID = "invalid"
    NULL_ISLAND = "null_island"
    FUTURE = "future"
    ANCIENT = "ancient"
    POOR_ACCURACY = "poor_accuracy"
    JUMP = "jump"


class Latest(Answer):
    """The newest position of a vehicle that is believed."""

    fix_time: datetime
    arrival: datetime | None
    lon: Longitude
    lat: Latitude
    speed_mps: float | None
    course_deg: float | None
    accuracy_m: float | None
    moving: bool
    ignition: Annotated[bool | None, Field(description="Null: the device does not tell.")]
    sos: Annotated[bool, Field(description="The device calls for help.")]


class Vehicle(Answer):
    """A vehicle of an agency."""

    id: int
    name: str
    plate: str
    kind: VehicleKind
    agency_id: int | None
    agency: Annotated[str | None, Field(description="The agency's name; null: of the centre.")]
    unit_status: UnitStatus
    active: bool
    latest: Annotated[Latest | None, Field(description="Null: no position is known.")]


class Device(Answer):
    """A phone or tracker in a vehicle. Its identity is not told: whoever knows it could send in its name."""

    id: int
    label: str
    protocol: str


class VehicleDetail(Vehicle):
    """A vehicle with what is in it now."""

    devices: list[Device]
    driver_id: int | None
    fuel_l_per_100km: float | None


class Position(Answer):
    """What a device reported at one moment. Device, time and `content` make it one."""

    device_id: int
    fix_time: datetime
    content: Annotated[str, Field(description="Hash of the values, a 64-bit number in decimal digits.")]
    arrival: datetime
    lon: Longitude
    lat: Latitude
    speed_mps: float | None
    course_deg: float | None
    altitude_m: float | None
    accuracy_m: float | None
    moving: bool
    ignition: bool | None
    marks: list[Mark]
    attributes: Annotated[dict[str, Any], Field(description="What else the device told, by the names of the product.")]


class Reason(Answer):
    """One line of why a trip began or ended, in the language of whoever asks."""

    of: Annotated[str, Field(description="What it explains.")]
    time: datetime
    lon: Longitude
    lat: Latitude
    text: str


class Trip(Answer):
    """A part of a vehicle's history: a drive, a stop, or no data. Vehicle and start make it one.

    Late positions make the trips of their time anew, so that one may change after it was read.
    """

    vehicle_id: int
    kind: TripKind
    start: datetime
    end: datetime
    open: Annotated[bool, Field(description="It has not ended yet.")]
    start_lon: Longitude
    start_lat: Latitude
    start_place: str
    end_lon: Longitude
    end_lat: Latitude
    end_place: str
    begun_by: TripReason
    ended_by: TripReason
    positions: int
    distance_m: float
    moving_s: float
    idle_s: float
    max_speed_mps: Annotated[float | None, Field(description="The highest that the device reported.")]
    reasons: list[Reason]


class Event(Answer):
    """Something that happened to a vehicle."""

    id: int
    kind: EventKind
    severity: SeverityName
    vehicle_id: int | None
    device_id: int | None
    agency_id: int | None
    zone_id: int | None
    time: Annotated[datetime, Field(description="When it became true.")]
    since: Annotated[datetime, Field(description="When it began.")]
    raised_at: Annotated[datetime, Field(description="When the product noticed.")]
    live: Annotated[bool, Field(description="False: a late upload told of it, and no alarm was raised.")]
    lon: float | None
    lat: float | None
    text: Annotated[str, Field(description="In words, in the language of whoever asks.")]
    detail: Annotated[dict[str, Any], Field(description="The values behind the words.")]
    caused_by: Annotated[list[datetime], Field(description="The times of the device's positions that caused it.")]


class Driver(Answer):
    """Someone who drives official vehicles."""

    id: int
    name: str
    agency_id: int | None
    active: bool
    vehicle_id: Annotated[int | None, Field(description="What the driver has now.")]


class Nearby(Answer):
    """The nearest position of a device to the place, while it was in that vehicle."""

    device_id: int
    vehicle_id: Annotated[int | None, Field(description="Null: the device was in none.")]
    fix_time: datetime
    lon: Longitude
    lat: Latitude
    speed_mps: float | None
    course_deg: float | None
    distance_m: Annotated[float, Field(description="Along the ground, from the place to the position.")]


class VehiclePage(Answer):
    """Vehicles by id."""

    items: list[Vehicle]
    next: Next


class PositionPage(Answer):
    """Positions, oldest first."""

    items: list[Position]
    next: Next


class TripPage(Answer):
    """Trips, oldest first."""

    items: list[Trip]
    next: Next


class EventPage(Answer):
    """Events, newest first."""

    items: list[Event]
    next: Next


class DriverPage(Answer):
    """Drivers by id."""

    items: list[Driver]
    next: Next


class NearbyPage(Answer):
    """Who was near, by device; each page is looked up anew."""

    items: list[Nearby]
    next: Next


class ErrorDetail(Answer):
    """What is wrong."""

    code: Annotated[str, Field(description="For programs; does not change with the language.")]
    message: str
    field: Annotated[str | None, Field(description="The parameter at fault.")]


class Error(Answer):
    """Every answer that is not 200 or 304."""

    error: ErrorDetail
