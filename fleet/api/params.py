"""What may be asked of each list: the filters, typed."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from fleet.events.kinds import EventKind
from fleet.history.proximity import MAX_RADIUS_M
from fleet.models import TripKind, VehicleKind
from kit.http.parameters import COMMAS, PageQuery, PeriodQuery, Query

Id = Annotated[int, Field(ge=1, lt=2**63)]


class SeverityName(StrEnum):
    """How loud an event is."""

    NOTE = "note"
    WARNING = "warning"
    ALARM = "alarm"


class NothingAsked(Query):
    """No parameters."""


class VehiclesQuery(PageQuery):
    """Which vehicles."""

    q: Annotated[str, Field(max_length=80, description="Part of the name or the number plate.")] = ""
    agency: Annotated[Id | None, Field(description="Of this agency alone; 404 if not for the asker.")] = None
    kind: Annotated[list[VehicleKind] | None, COMMAS, Field(description="Of these kinds, with commas.")] = None
    active: Annotated[bool, Field(description="`false`: those that are out of use.")] = True


class DriversQuery(PageQuery):
    """Which drivers."""

    agency: Annotated[Id | None, Field(description="Of this agency alone; 404 if not for the asker.")] = None
    active: Annotated[bool, Field(description="`false`: those that drive no more.")] = True


class PositionsQuery(PeriodQuery):
    """Which positions."""

    marked: Annotated[bool, Field(description="`true`: also those that are stored but not believed.")] = False


class TripsQuery(PeriodQuery):
    """Which parts of the history: all that overlap the period."""

    kind: Annotated[list[TripKind] | None, COMMAS, Field(description="Of these kinds, with commas.")] = None


class EventsQuery(PeriodQuery):
    """Which events, by the time at which they became true."""

    vehicle: Annotated[Id | None, Field(description="Of this vehicle alone; 404 if not for the asker.")] = None
    agency: Annotated[Id | None, Field(description="Of this agency alone; 404 if not for the asker.")] = None
    kind: Annotated[list[EventKind] | None, COMMAS, Field(description="Of these kinds, with commas.")] = None
    severity: Annotated[list[SeverityName] | None, COMMAS, Field(description="As loud as these, with commas.")] = None
    live: Annotated[bool | None, Field(description="`true`: noticed in time; `false`: told by a late upload.")] = None


class NearQuery(PeriodQuery):
    """Near which place."""

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees, WGS 84.")]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="Degrees, WGS 84.")]
    radius_m: Annotated[float, Field(gt=0, le=MAX_RADIUS_M, allow_inf_nan=False, description="Metres.")] = 200.0
