"""Everything about one complaint that its case page shows."""

from dataclasses import dataclass
from typing import Final

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Polygon
from django.contrib.gis.measure import D
from django.db.models import F

from complaints.models import Complaint, FollowUp, Photo, Status, Transition
from complaints.selectors.complaints import visible
from people.models import User

NEARBY_M: Final = 750
_DEGREE_M: Final = 110_000.0


@dataclass(frozen=True)
class Nearby:
    """Another open complaint close by."""

    complaint: Complaint
    distance_m: float
    same_category: bool


def nearby(user: User, complaint: Complaint, *, limit: int = 6) -> list[Nearby]:
    """Open complaints within `NEARBY_M` that ``user`` may see: those of the same category first, then by distance.

    The box uses the index on point; only what it holds is measured (on the sphere, metres).
    """
    if complaint.point is None:
        return []
    reach = NEARBY_M / _DEGREE_M
    lon, lat = complaint.point.x, complaint.point.y
    box = Polygon.from_bbox((lon - reach * 2, lat - reach, lon + reach * 2, lat + reach))
    box.srid = 4326
    found = (
        visible(user)
        .filter(point__bboverlaps=box, ended_at__isnull=True)
        .exclude(pk=complaint.pk)
        .select_related("category", "agency")
        .annotate(distance=Distance("point", complaint.point))
        .filter(distance__lte=D(m=NEARBY_M))
        .order_by("distance")[:50]
    )
    listed = [Nearby(other, other.distance.m, other.category_id == complaint.category_id) for other in found]
    return sorted(listed, key=lambda item: (not item.same_category, item.distance_m))[:limit]


def timeline(complaint: Complaint) -> list[Transition]:
    """All steps, oldest first, with who took them."""
    return list(complaint.transitions.select_related("actor", "agency"))


def follow_ups(complaint: Complaint) -> list[FollowUp]:
    """The accounts of work with their photos, oldest first."""
    return list(complaint.follow_ups.select_related("agency", "actor").prefetch_related("photos"))


def own_photos(complaint: Complaint) -> list[Photo]:
    """The photos that came with the complaint, not the evidence."""
    return list(complaint.photos.filter(follow_up__isnull=True))


def removable_photos(complaint: Complaint) -> list[Photo]:
    """All photos of the complaint, those that came with it before the evidence."""
    return list(complaint.photos.order_by(F("follow_up").asc(nulls_first=True), "id"))


def merged_here(complaint: Complaint) -> list[Complaint]:
    """The complaints that were merged into this one."""
    return list(complaint.merged.filter(status=Status.MERGED).order_by("id"))
