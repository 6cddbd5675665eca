"""Reading zones."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from layers.announce import changed_event
from layers.errors import ZoneNotFound
from layers.events import ZoneChanged
from layers.geojson import COORDINATE_DECIMALS
from layers.models import Kind, Status, Zone, ZoneVersion
from layers.readable import READABLE_DATES, damaged_rows, finite_geojson
from live import left_out
from people.access import Verb, require
from people.models import User

_OUTLINES = ("geometry", "face_geometry")


def public_versions(now: datetime | None = None) -> QuerySet[ZoneVersion]:
    """The version of every zone that is published and valid now, one a zone, ordered by zone."""
    moment = now or timezone.now()
    valid = (Q(valid_from__isnull=True) | Q(valid_from__lte=moment)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gt=moment)
    )
    return ZoneVersion.objects.filter(valid, READABLE_DATES, published_of__status=Status.PUBLISHED).order_by("zone_id")


def zones_at(lon: float, lat: float, now: datetime | None = None) -> list[ZoneVersion]:
    """The public zones that hold the point, most dangerous first. Outlines are not loaded."""
    held = public_versions(now).filter(geometry__covers=Point(lon, lat, srid=4326)).defer(*_OUTLINES)
    return sorted(held, key=lambda version: (-(version.level or 0), version.name))


def zones_touching(shape: Polygon | MultiPolygon, now: datetime | None = None) -> list[ZoneVersion]:
    """The public zones that share ground with the shape (SRID 4326). Outlines are not loaded."""
    return list(public_versions(now).filter(geometry__intersects=shape).defer(*_OUTLINES))


def public_version(zone_id: int) -> ZoneVersion:
    """The public version of one zone. Raises ZoneNotFound."""
    version = public_versions().filter(zone_id=zone_id).first()
    if version is None:
        raise ZoneNotFound
    return version


def public_version_id(zone_id: int) -> int:
    """The id of the public version of one zone, without its outline. Raises ZoneNotFound."""
    found = public_versions().filter(zone_id=zone_id).values_list("pk", flat=True).first()
    if found is None:
        raise ZoneNotFound
    return found


def live_zones(audience: str) -> Iterable[ZoneChanged]:
    """The zones that walls show; the same for every audience, since zones are public.

    Reads ``shown``, which changes in the same transaction as the event, so that snapshot and events agree; a zone whose
    validity has run out is left out even before the worker says so.
    """
    now = timezone.now()
    versions = (
        ZoneVersion.objects.filter(READABLE_DATES, published_of__shown=True)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=now))
        .defer(*_OUTLINES)
        .annotate(outline=AsGeoJSON("face_geometry", precision=COORDINATE_DECIMALS))
        .order_by("zone_id")
    )
    return left_out.build_each(versions, _live_event)


def _live_event(version: ZoneVersion) -> ZoneChanged:
    event = changed_event(version, json.loads(finite_geojson(version.outline)))  # type: ignore[attr-defined]
    event.model_dump_json()
    return event


def damaged_zones(user: User) -> list[dict[str, object]]:
    """The zones that lists, tiles and walls leave out because a stored field cannot be shown: id, name and what to do.

    At most 20. Raises Denied.
    """
    require(user, Verb.ZONE_DRAW)
    return [
        {"id": pk, "name": name, "reason": _damage(dates=dates, outline=outline)}
        for pk, name, dates, outline, _other in damaged_rows(Kind.values)
    ]


def _damage(*, dates: bool, outline: bool) -> str:
    if dates:
        return _("Its validity lies outside the years 1900 to 2200. Open it, set the dates and publish it.")
    if outline:
        return _("Its outline cannot be drawn. Open it, draw it anew and publish it.")
    return _("A field of it cannot be shown. Open it, choose kind and level anew and publish it.")


def zones_for_planner(user: User) -> QuerySet[Zone]:
    """All zones with their public versions, without outlines, newest change first. Raises Denied."""
    require(user, Verb.ZONE_DRAW)
    deferred = ["geometry", *(f"published__{name}" for name in _OUTLINES)]
    return Zone.objects.select_related("published", "updated_by").defer(*deferred).order_by("-updated_at", "-id")


def zone_for_planner(user: User, zone_id: int) -> Zone:
    """One zone's working copy. Raises Denied, ZoneNotFound."""
    require(user, Verb.ZONE_DRAW)
    zone = Zone.objects.select_related("published", "updated_by").filter(pk=zone_id).first()
    if zone is None:
        raise ZoneNotFound
    return zone


def versions_of(user: User, zone_id: int) -> QuerySet[ZoneVersion]:
    """A zone's history, newest first, without outlines. Raises Denied."""
    require(user, Verb.ZONE_DRAW)
    return (
        ZoneVersion.objects.filter(zone_id=zone_id).select_related("published_by").defer(*_OUTLINES).order_by("-number")
    )
