"""The public page of a share link: one vehicle on a map, with the age of its position, and nothing else."""

from typing import cast

from django.conf import settings
from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fleet.errors import LinkOver
from fleet.vehicles.sharing import count_look, open_link, position_of
from geo.map_settings import map_settings


@require_safe
def shared_vehicle(request: HttpRequest, token: str) -> HttpResponse:
    """The page; 410 with words for a link that is over, 429 for one address that asks too often."""
    count_look(_address(request))
    try:
        link = open_link(token, count=request.method == "GET")
    except LinkOver as error:
        return _quiet(render(request, "fleet/shared_over.html", {"error": error}, status=410))
    seen = position_of(link)
    latest = seen["latest"]
    page = {
        "language": get_language(),
        "timeZone": settings.TIME_ZONE,
        "zoneLabel": timezone.localtime().tzname(),
        "positionUrl": f"{request.path}position",
        "map": map_settings(Point(latest[1], latest[2]) if latest is not None else None),
        "seen": seen,
    }
    return _quiet(render(request, "fleet/shared.html", {"link": link, "page": page, "vehicle": link.vehicle}))


@require_safe
def shared_position(request: HttpRequest, token: str) -> HttpResponse:
    """The position as JSON, for the page to ask again."""
    count_look(_address(request))
    try:
        return _quiet(JsonResponse(position_of(open_link(token))))
    except LinkOver as error:
        body = {"error": {"code": error.code, "message": str(error)}}
        return _quiet(JsonResponse(body, status=410))


def _address(request: HttpRequest) -> str:
    return cast(str, request.META.get("REMOTE_ADDR", ""))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it, finds it, or learns the link from where its reader goes next."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
