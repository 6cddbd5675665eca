"""Who a live event is for: ``centre``, ``agency:<id>`` or ``public``; the one place that knows how they are written."""

from typing import TypeVar

from django.db.models import Model, QuerySet

CENTRE = "centre"
PUBLIC = "public"
_AGENCY = "agency:"

M = TypeVar("M", bound=Model)


def agency_audience(agency_id: int) -> str:
    """The audience of one agency's walls."""
    return f"{_AGENCY}{agency_id}"


def audiences_of(agency_id: int | None) -> list[str]:
    """Who hears of what belongs to an agency: the centre, and the agency itself."""
    return [CENTRE] if agency_id is None else [CENTRE, agency_audience(agency_id)]


def agency_of(audience: str) -> int | None:
    """The id of the agency whose audience it is; None for the centre and the public."""
    return int(audience.removeprefix(_AGENCY)) if audience.startswith(_AGENCY) else None


def visible_to(audience: str, rows: QuerySet[M]) -> QuerySet[M]:
    """Those of ``rows``, which have an ``agency``, that an audience may see: all, its own, or none."""
    if audience == CENTRE:
        return rows
    agency_id = agency_of(audience)
    return rows.none() if agency_id is None else rows.filter(agency_id=agency_id)
