"""The wall: one page that hands its configuration to the TypeScript that does the rest."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.gis.db.models import Extent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from frontend.templatetags.navigation import places_of
from geo.map_settings import tile_settings
from geo.models import Area, AreaLevel
from people.access import Verb, may, require

ZONE_LABELS = {7: "WIB", 8: "WITA", 9: "WIT"}
"""Indonesia's three zones by their hours east of Greenwich."""


@login_required
def wall(request: HttpRequest) -> HttpResponse:
    """The live map. 403 for someone whose role has no wall."""
    require(request.user, Verb.WALL_VIEW)
    language = get_language() or settings.LANGUAGE_CODE
    context = {"config": _config(request, language), "other_language": "en" if language == "id" else "id"}
    return render(request, "frontend/wall/wall.html", context)


def _config(request: HttpRequest, language: str) -> dict[str, object]:
    user = request.user
    return {
        "wsPath": "/ws/live",
        **tile_settings(),
        "region": {
            "name": settings.PANTAU_REGION_NAME,
            "center": list(settings.PANTAU_REGION_CENTER),
            "zoom": settings.PANTAU_REGION_ZOOM,
            "bounds": region_bounds(),
        },
        "timeZone": settings.TIME_ZONE,
        "zoneLabel": zone_label(settings.TIME_ZONE),
        "demo": settings.PANTAU_DEMO,
        "language": language,
        "user": {"name": str(user), "role": str(getattr(user, "role", ""))},
        "pages": [{"path": place.path, "title": str(place.title)} for place in places_of(user)],
        "mayAcknowledge": may(user, Verb.EVENT_ACKNOWLEDGE),
        "caseUrl": "/desk/{code}/" if may(user, Verb.DESK_VIEW) else "",
    }


def region_bounds() -> list[list[float]] | None:
    """South-west and north-east corner ([lat, lon]) of the regency that holds the centre; None without areas."""
    lat, lon = settings.PANTAU_REGION_CENTER
    regencies = Area.objects.filter(level=AreaLevel.REGENCY)
    here = regencies.filter(geometry__covers=f"SRID=4326;POINT({lon} {lat})")
    extent = (
        here.aggregate(extent=Extent("geometry"))["extent"] or regencies.aggregate(extent=Extent("geometry"))["extent"]
    )
    if extent is None:
        return None
    west, south, east, north = extent
    return [[south, west], [north, east]]


def zone_label(time_zone: str) -> str:
    """WIB, WITA or WIT for Indonesia; elsewhere the zone's own abbreviation."""
    now = datetime.now(UTC).astimezone(ZoneInfo(time_zone))
    offset = now.utcoffset()
    hours = offset.total_seconds() / 3600 if offset else 0.0
    indonesian = time_zone in {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}
    return ZONE_LABELS[int(hours)] if indonesian else now.strftime("%Z")
