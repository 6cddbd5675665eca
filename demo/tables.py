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
    """What a complaint may be about, and the agency that answers for it."""

    code: str
    name: str
    name_en: str
    complaint_class: Literal["complaint", "information", "aspiration"]
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


class ComplaintRow(Row):
    """A complaint and how far its life went."""

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


def read_table(name: str, model: type[R]) -> tuple[R, ...]:
    """The rows of a file of DATA. Raises ValueError that names file and line."""
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
    return read_table("districts.csv", District)


@cache
def villages() -> tuple[Village, ...]:
    """Villages of every kecamatan; not all of them."""
    return read_table("villages.csv", Village)


@cache
def agencies() -> tuple[AgencyRow, ...]:
    """The agencies that take part."""
    return read_table("agencies.csv", AgencyRow)


@cache
def categories() -> tuple[CategoryRow, ...]:
    """The categories of complaints."""
    return read_table("categories.csv", CategoryRow)


@cache
def routing() -> tuple[RoutingRow, ...]:
    """Exceptions to the categories' own agencies."""
    return read_table("routing.csv", RoutingRow)


@cache
def cameras() -> tuple[CameraRow, ...]:
    """The cameras of all stages."""
    return read_table("cameras.csv", CameraRow)


@cache
def sites() -> tuple[SiteRow, ...]:
    """Tourism sites."""
    return read_table("sites.csv", SiteRow)


@cache
def hazards() -> tuple[HazardRow, ...]:
    """Flood-, landslide- and fire-prone stretches; the volcano's zones are in `demo.zones`."""
    return read_table("hazards.csv", HazardRow)


@cache
def vehicles() -> tuple[VehicleRow, ...]:
    """Sixty official vehicles."""
    return read_table("vehicles.csv", VehicleRow)


@cache
def complaints() -> tuple[ComplaintRow, ...]:
    """Complaints, in the order in which they are submitted."""
    return read_table("complaints.csv", ComplaintRow)
