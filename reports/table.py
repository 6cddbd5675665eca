"""A report as data: typed columns, rows, totals, charts and places; what every renderer draws from."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

Cell = str | int | float | date | datetime | None


class ObjectName(str):
    """The name of an object in a cell, with its id, so that a page can link to it."""

    __slots__ = ("object_id",)

    object_id: int

    def __new__(cls, name: str, object_id: int) -> "ObjectName":
        made = super().__new__(cls, name)
        made.object_id = object_id
        return made


class ColumnKind(StrEnum):
    """What a column's values are, and in which unit the table holds them."""

    TEXT = "text"
    TIME = "time"
    """An aware datetime."""
    DAY = "day"
    """A date of the region's calendar."""
    DURATION = "duration"
    """Seconds."""
    DISTANCE = "distance"
    """Metres."""
    SPEED = "speed"
    """Metres a second."""
    NUMBER = "number"
    LITRES = "litres"
    SHARE = "share"
    """0 to 1."""
    DEGREES = "degrees"
    """Of latitude, longitude or course."""


@dataclass(frozen=True)
class Column:
    """One column; ``title`` is in the reader's language already. ``decimals`` is for people, files keep more.

    A time with ``decimals`` shows its seconds.
    """

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    decimals: int = 0

    @property
    def numeric(self) -> bool:
        """Whether it stands right-aligned."""
        return self.kind not in {ColumnKind.TEXT, ColumnKind.TIME, ColumnKind.DAY}


class ChartForm(StrEnum):
    """``days``: a bar for each label, in time; ``line``: what goes on in time; ``ranks``: bars beside names."""

    DAYS = "days"
    LINE = "line"
    RANKS = "ranks"


@dataclass(frozen=True)
class Chart:
    """One value for each label, in the unit in which the table holds that kind; None where nothing is known.

    ``sheet``: the name of its sheet in a workbook, where the title is too long for one (31 letters).
    """

    title: str
    kind: ColumnKind
    labels: list[str]
    values: Sequence[float | None]
    form: ChartForm = ChartForm.DAYS
    sheet: str = ""

    def known(self) -> list[tuple[str, float]]:
        """The labels with a value."""
        return [(label, v) for label, v in zip(self.labels, self.values, strict=True) if v is not None]


@dataclass(frozen=True)
class Waypoint:
    """A place with a name; ``text`` says more. ``alone``: a single position between two silences, no stop."""

    lon: float
    lat: float
    time: datetime
    name: str
    text: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Track:
    """One unbroken line of at least two points: ``[time, lon, lat, altitude in metres or None, m/s or None]``."""

    name: str
    points: list[tuple[datetime, float, float, float | None, float | None]]


@dataclass(frozen=True)
class Table:
    """A finished report. Rows have a cell for each column, in that order; totals one for some of them, by key."""

    columns: list[Column]
    rows: list[list[Cell]]
    totals: dict[str, Cell] = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    waypoints: list[Waypoint] = field(default_factory=list)

    def slim(self) -> "Table":
        """For the eye: without the columns of text that say nothing in any row. Programs get all of them."""
        empty = [
            column.kind is ColumnKind.TEXT and bool(self.rows) and all(row[index] in {"", None} for row in self.rows)
            for index, column in enumerate(self.columns)
        ]
        columns = [column for column, gone in zip(self.columns, empty, strict=True) if not gone]
        rows = [[cell for cell, gone in zip(row, empty, strict=True) if not gone] for row in self.rows]
        return replace(self, columns=columns, rows=rows)


@dataclass(frozen=True)
class Heading:
    """What stands above a report, in the reader's language."""

    title: str
    scope: str
    period: str
    made: datetime
    zone: str
    region: str


def object_id_of(row: Sequence[Cell]) -> int | None:
    """The id of the object that a row is about."""
    return next((cell.object_id for cell in row if isinstance(cell, ObjectName)), None)


def day_of(row: Sequence[Cell]) -> date | None:
    """The first day or time of a row, as a day of the region's calendar."""
    found = next((cell for cell in row if isinstance(cell, date)), None)
    return timezone.localdate(found) if isinstance(found, datetime) else found


def total(rows: Sequence[Sequence[Cell]], index: int) -> float:
    """The sum of a numeric column; what is unknown counts nothing."""
    return float(sum(value for row in rows if isinstance(value := row[index], int | float)))
