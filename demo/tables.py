"""The demo's tables (`demo/data/*.csv`), read into typed rows. A wrong cell stops with its file and line."""

import csv
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

DATA = Path(__file__).parent / "data"

Lon = Annotated[float, Field(ge=97.8, le=98.8)]
Lat = Annotated[float, Field(ge=2.7, le=3.5)]
Flag = Annotated[bool, BeforeValidator(lambda value: value == "yes")]
Words = Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(str(value).split()))]
Days = Annotated[tuple[int, ...], BeforeValidator(lambda value: tuple(int(day) for day in str(value).split()))]
Litres = Annotated[float | None, BeforeValidator(lambda value: value or None)]
Habit = Literal["drives", "office", "parked", "late", "silent"]
Stage = Literal[
    "received",
    "verified",
    "rejected",
    "answered",
    "merged",
    "forwarded",
    "returned",
    "in_progress",
    "postponed",
    "followed_up",
    "closed",
    "reopened",
]


class Row(BaseModel):
    """One line of a table; columns that are not declared are a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class District(Row):
    """A kecamatan and the village of its seat."""

    code: str
    name: str
    seat_village: str


class Village(Row):
    """A desa or kelurahan and where its people live, to about a kilometre."""

    code: str
    name: str
    lon: Lon
    lat: Lat

    @property
    def district(self) -> str:
        return self.code[:8]


class AgencyRow(Row):
    """An agency of the regional government (OPD)."""

    code: str
    name: str
    name_en: str
    short_name: str
    phone: str
    area_code: str


class CategoryRow(Row):
    """What a report may be about, and the agency that answers for it."""

    code: str
    name: str
    name_en: str
    report_class: Literal["complaint", "information", "aspiration"]
    agency: str
    emergency: Flag
    supervisory: Flag
    needs_second_person: Flag


class RoutingRow(Row):
    """Another agency than the category's own, within an area."""

    category: str
    area_code: str
    agency: str


class CameraRow(Row):
    """A camera; degrees clockwise from north, metres."""

    code: str
    name: str
    lon: Lon
    lat: Lat
    bearing: Annotated[float, Field(ge=0, lt=360)]
    fov: Annotated[float, Field(gt=0, le=180)]
    range_m: Annotated[float, Field(gt=0, le=2000)]
    stage: Literal["planned", "installed", "active", "faulty"]
    agency: str
    purpose: Literal["traffic", "crime", "disaster", "tourism", "government"]
    scene: Literal["junction", "market", "volcano", "road", "slope", "river", "lake"]


class SiteRow(Row):
    """A place that visitors come to."""

    code: str
    name: str
    name_en: str
    lon: Lon
    lat: Lat
    radius_m: Annotated[float, Field(gt=0, le=2000)]


class HazardRow(Row):
    """A stretch that is prone to something: a line ("lon lat;lon lat") and its width on the ground."""

    code: str
    name: str
    name_en: str
    kind: Literal["landslide", "flood", "forest_fire"]
    level: Annotated[int, Field(ge=1, le=3)]
    width_m: Annotated[float, Field(gt=0, le=2000)]
    line: str
    description: str

    @property
    def points(self) -> list[tuple[float, float]]:
        pairs = (pair.split() for pair in self.line.split(";"))
        return [(float(lon), float(lat)) for lon, lat in pairs]


class VehicleRow(Row):
    """An official vehicle, its device, where it stands and where its duty takes it (nodes of the roads).

    ``litres`` per 100 km, None where nobody has entered it. ``wired``: the device is built in and knows the ignition.
    """

    device: str
    name: str
    plate: str
    kind: str
    agency: str
    holder: str
    base: str
    duty: Words
    habit: Habit
    litres: Litres
    wired: Flag


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


class ReportRow(Row):
    """A report and how far its life went."""

    key: str
    category: str
    title: str
    description: str
    lon: Lon
    lat: Lat
    age_h: Annotated[float, Field(gt=0, le=2000)]
    stage: Stage
    photo: Flag
    anonymous: Flag
    account: str


R = TypeVar("R", bound=Row)


def _read(name: str, model: type[R]) -> tuple[R, ...]:
    rows: list[R] = []
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for line, values in enumerate(csv.DictReader(file), start=2):
            try:
                rows.append(model.model_validate(values))
            except ValidationError as error:
                raise ValueError(f"{name}, line {line}: {error}") from error
    return tuple(rows)


@cache
def districts() -> tuple[District, ...]:
    """The 17 kecamatan."""
    return _read("districts.csv", District)


@cache
def villages() -> tuple[Village, ...]:
    """Villages of every kecamatan; not all of them."""
    return _read("villages.csv", Village)


@cache
def agencies() -> tuple[AgencyRow, ...]:
    """The agencies that take part."""
    return _read("agencies.csv", AgencyRow)


@cache
def categories() -> tuple[CategoryRow, ...]:
    """The categories of reports."""
    return _read("categories.csv", CategoryRow)


@cache
def routing() -> tuple[RoutingRow, ...]:
    """Exceptions to the categories' own agencies."""
    return _read("routing.csv", RoutingRow)


@cache
def cameras() -> tuple[CameraRow, ...]:
    """The cameras of all stages."""
    return _read("cameras.csv", CameraRow)


@cache
def sites() -> tuple[SiteRow, ...]:
    """Tourism sites."""
    return _read("sites.csv", SiteRow)


@cache
def hazards() -> tuple[HazardRow, ...]:
    """Flood-, landslide- and fire-prone stretches; the volcano's zones are in `demo.zones`."""
    return _read("hazards.csv", HazardRow)


@cache
def vehicles() -> tuple[VehicleRow, ...]:
    """Sixty official vehicles."""
    return _read("vehicles.csv", VehicleRow)


@cache
def drivers() -> tuple[DriverRow, ...]:
    """Drivers, most of them with a vehicle of their own."""
    return _read("drivers.csv", DriverRow)


@cache
def incidents() -> tuple[IncidentRow, ...]:
    """What is worth noticing in the vehicles' past."""
    return _read("incidents.csv", IncidentRow)


@cache
def papers() -> tuple[PaperRow, ...]:
    """Papers that somebody has to look after."""
    return _read("papers.csv", PaperRow)


@cache
def reports() -> tuple[ReportRow, ...]:
    """Reports, in the order in which they are submitted."""
    return _read("reports.csv", ReportRow)
