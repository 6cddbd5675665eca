"""The planner: one page that hands its words and settings to the TypeScript that draws."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie

from frontend.views.wall import region_bounds, zone_label
from geo.map_settings import tile_settings
from layers.models import KINDS_OF, LEVELS, Kind, Purpose
from layers.styles import style_of
from people.access import Verb, require


@login_required
@ensure_csrf_cookie
def planner(request: HttpRequest) -> HttpResponse:
    """Where zones are drawn and published. 403 for everybody but planners."""
    require(request.user, Verb.ZONE_DRAW)
    return render(request, "frontend/planner/planner.html", {"config": _config()})


def _config() -> dict[str, object]:
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "timeZone": settings.TIME_ZONE,
        "zoneLabel": zone_label(settings.TIME_ZONE),
        **tile_settings(),
        "bounds": region_bounds(),
        "purposes": [
            {"value": purpose.value, "label": str(purpose.label), "kinds": [kind.value for kind in KINDS_OF[purpose]]}
            for purpose in Purpose
        ],
        "kinds": {kind.value: str(kind.label) for kind in Kind},
        "styles": {kind.value: {str(level or ""): _style(kind, level) for level in (None, *LEVELS)} for kind in Kind},
    }


def _style(kind: Kind, level: int | None) -> dict[str, object]:
    style = style_of(kind, level)
    return {"color": style.color, "fillOpacity": style.fill_opacity}
