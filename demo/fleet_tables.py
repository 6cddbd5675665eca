"""The demo's tables about its fleet beside the vehicles themselves: drivers, papers, and what is worth noticing."""

from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from demo.tables import Flag, Row, Words, read_table

Days = Annotated[tuple[int, ...], BeforeValidator(lambda value: tuple(int(day) for day in str(value).split()))]


class DriverRow(Row):
    """Somebody who drives; ``licence_days`` from the day of loading. Without a device: whoever is called upon.

    ``login`` is the name of the account with which the driver takes a vehicle over on the phone, mostly empty.
    """

    name: str
    agency: str
    licence: str
    licence_days: int
    extension: str
    device: str
    shift: Literal["office", "day", "night", ""]
    duty: str
    login: str


class IncidentRow(Row):
    """Something out of the ordinary that a vehicle did on days past, instead of its usual rounds.

    ``hour`` of setting out in the region's zone, ``way`` from base over these places and back, ``stand_min`` at each,
    ``share`` of the usual speed, ``engine_on`` while it stands.
    """

    device: str
    days_ago: Days
    hour: Annotated[float, Field(ge=0, lt=24)]
    way: Words
    stand_min: Annotated[float, Field(gt=0, le=240)]
    share: Annotated[float, Field(gt=0.3, le=2)]
    engine_on: Flag
    what: str


class PaperRow(Row):
    """A paper that runs out so many days after the day of loading; those not named have months left."""

    device: str
    kind: Literal["stnk", "tax", "kir", "insurance"]
    days: int


@cache
def drivers() -> tuple[DriverRow, ...]:
    """Drivers, most of them with a vehicle of their own."""
    return read_table("drivers.csv", DriverRow)


@cache
def incidents() -> tuple[IncidentRow, ...]:
    """What is worth noticing in the vehicles' past."""
    return read_table("incidents.csv", IncidentRow)


@cache
def papers() -> tuple[PaperRow, ...]:
    """Papers that somebody has to look after."""
    return read_table("papers.csv", PaperRow)
