"""Everything about one report that its case page shows."""

from dataclasses import dataclass
from typing import Final

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Polygon
from django.contrib.gis.measure import D
from django.db.models import F

from incidents.models import FollowUp, Photo, Report, Status, Transition
from incidents.selectors.reports import visible
from people.models import User

NEARBY_M: Final = 750
_DEGREE_M: Final = 110_000.0


@dataclass(frozen=True)
class Nearby:
    """Another open report close by."""

    report: Report
    distance_m: float
    same_category: bool


def nearby(user: User, report: Report, *, limit: int = 6) -> list[Nearby]:
    """Open reports within `NEARBY_M` that ``user`` may see: those of the same category first, then by distance.

    The box uses the index on point; only what it holds is measured (on the sphere, metres).
    """
    if report.point is None:
        return []
    reach = NEARBY_M / _DEGREE_M
    lon, lat = report.point.x, report.point.y
    box = Polygon.from_bbox((lon - reach * 2, lat - reach, lon + reach * 2, lat + reach))
    box.srid = 4326
    found = (
        visible(user)
        .filter(point__bboverlaps=box, ended_at__isnull=True)
        .exclude(pk=report.pk)
        .select_related("category", "agency")
        .annotate(distance=Distance("point", report.point))
        .filter(distance__lte=D(m=NEARBY_M))
        .order_by("distance")[:50]
    )
    listed = [Nearby(other, other.distance.m, other.category_id == report.category_id) for other in found]
    return sorted(listed, key=lambda item: (not item.same_category, item.distance_m))[:limit]


def timeline(report: Report) -> list[Transition]:
    """All steps, oldest first, with who took them."""
    return list(report.transitions.select_related("actor", "agency"))


def follow_ups(report: Report) -> list[FollowUp]:
    """The accounts of work with their photos, oldest first."""
    return list(report.follow_ups.select_related("agency", "actor").prefetch_related("photos"))


def own_photos(report: Report) -> list[Photo]:
    """The photos that came with the report, not the evidence."""
    return list(report.photos.filter(follow_up__isnull=True))


def removable_photos(report: Report) -> list[Photo]:
    """All photos of the report, those that came with it before the evidence."""
    return list(report.photos.order_by(F("follow_up").asc(nulls_first=True), "id"))


def merged_here(report: Report) -> list[Report]:
    """The reports that were merged into this one."""
    return list(report.merged.filter(status=Status.MERGED).order_by("id"))
