"""One row of a foreign list, read."""

import math
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import Point

from incidents.intake.mapping import Mapping
from incidents.models import Status
from incidents.models.status import ENDED


class BadRow(ValueError):
    """The row cannot become a report; the message says why."""


@dataclass(frozen=True)
class ForeignReport:
    """What a row says, in our words; the position is WGS 84 or unknown."""

    external_id: str
    category: str
    title: str
    description: str
    created_at: datetime
    ended_at: datetime | None
    status: Status
    foreign_status: str
    point: Point | None
    anonymous: bool


def read_row(row: dict[str, str], mapping: Mapping) -> ForeignReport:
    """The report in ``row``. Raises BadRow."""
    external_id = _needed(row, mapping.external_id)
    category = _needed(row, mapping.category)
    foreign_status = _needed(row, mapping.status)
    if foreign_status not in mapping.statuses:
        raise BadRow(f"status {foreign_status!r} has no counterpart")
    status = mapping.statuses[foreign_status]
    created_at = _moment(_needed(row, mapping.created), mapping)
    closed = row.get(mapping.closed, "").strip()
    ended_at = None
    if status in ENDED:
        # Some lists round the end down to midnight, before the beginning.
        ended_at = max(_moment(closed, mapping), created_at) if closed else created_at
    return ForeignReport(
        external_id=external_id[:80],
        category=category[:120],
        title=(row.get(mapping.title, "").strip() or category)[:140],
        description=row.get(mapping.description, "").strip()[:5000],
        created_at=created_at,
        ended_at=ended_at,
        status=status,
        foreign_status=foreign_status,
        point=_point(row, mapping),
        anonymous=row.get(mapping.anonymous, "").strip().lower() in {"y", "yes", "true", "1"},
    )


def _needed(row: dict[str, str], column: str) -> str:
    value = (row.get(column) or "").strip()
    if not value:
        raise BadRow(f"{column} is empty")
    return value


def _moment(text: str, mapping: Mapping) -> datetime:
    try:
        return datetime.strptime(text, mapping.date_format).replace(tzinfo=ZoneInfo(mapping.time_zone))
    except ValueError:
        raise BadRow(f"{text!r} is not a time of the form {mapping.date_format}") from None


def _point(row: dict[str, str], mapping: Mapping) -> Point | None:
    lon_text, lat_text = ((row.get(column) or "").strip() for column in (mapping.lon, mapping.lat))
    if not lon_text and not lat_text:
        return None
    try:
        lon, lat = float(lon_text), float(lat_text)
    except ValueError:
        raise BadRow(f"{lat_text!r}, {lon_text!r} is not a position") from None
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise BadRow(f"{lat}, {lon} is not on the earth")
    return Point(lon, lat, srid=4326)
