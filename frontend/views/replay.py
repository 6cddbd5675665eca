"""The replay of one or several vehicles, with the complaints and alarms of those hours on the same clock."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from pydantic import Field, field_validator

from complaints.events import face
from complaints.selectors.complaints import visible
from fleet.api.tracks import MAX_SPAN, MAX_VEHICLES, ids_of
from fleet.models import Vehicle
from fleet.vehicles.selectors import vehicle_for, vehicles_for, with_latest
from frontend.views.wall import zone_label
from geo.map_settings import map_settings
from kit.http.parameters import Query, read
from people.access import Verb, may, require
from people.models import User

MAX_COMPLAINTS: Final = 300
MAX_CHOICE: Final = 500
_USUAL: Final = timedelta(hours=24)
_AFTER: Final = timedelta(minutes=1)
WRONG_SPAN: Final = _("The end must lie after the beginning, by at most seven days.")


class ReplayQuery(Query):
    """``from`` and ``to``: ISO times (of the region where they name no zone) or Unix seconds.

    Without ``to`` it ends with the newest position of the vehicles, without ``from`` it begins 24 hours before the end.
    """

    vehicles: Annotated[list[int], Field(default_factory=list)]
    since: Annotated[datetime | None, Field(alias="from")] = None
    until: Annotated[datetime | None, Field(alias="to")] = None

    @field_validator("vehicles", mode="before")
    @classmethod
    def _ids(cls, text: str) -> list[int]:
        return ids_of(text)

    @field_validator("since", "until", mode="before")
    @classmethod
    def _none_if_empty(cls, text: str) -> str | None:
        return text or None

    @field_validator("since", "until")
    @classmethod
    def _in_the_region(cls, moment: datetime | None) -> datetime | None:
        if moment is not None and not 2000 <= moment.year <= 2200:
            raise ValueError(str(_("must lie between the years 2000 and 2200")))
        return timezone.make_aware(moment) if moment is not None and timezone.is_naive(moment) else moment


@login_required
@require_safe
def replay(request: HttpRequest) -> HttpResponse:
    """The replay, or the choice of vehicles when none is named or the hours cannot be.

    Raises Denied, BadParameter, UnknownVehicle.
    """
    require(request.user, Verb.VEHICLE_VIEW)
    query = read(request, ReplayQuery)
    vehicles = [vehicle_for(request.user, vehicle_id) for vehicle_id in query.vehicles]
    since, until = _asked(query, vehicles)
    problem = None if timedelta(0) < until - since <= MAX_SPAN else WRONG_SPAN
    context: dict[str, Any] = {
        "vehicles": vehicles,
        "choice": vehicles_for(request.user).order_by("name")[:MAX_CHOICE],
        "most": MAX_VEHICLES,
        "since": since,
        "until": until,
        "problem": problem,
        "map_settings": map_settings(),
    }
    if vehicles and problem is None:
        context["replay"] = _data(cast(User, request.user), vehicles, since, until)
    return render(request, "frontend/fleet/replay.html", context, status=200 if problem is None else 422)


def _asked(query: ReplayQuery, vehicles: list[Vehicle]) -> tuple[datetime, datetime]:
    """The hours that the address names; what it leaves out is the usual."""
    until = query.until or _newest(vehicles)
    return query.since or until - _USUAL, until


def _newest(vehicles: list[Vehicle]) -> datetime:
    """The end of what is known of the vehicles, or now."""
    latest = [row.latest.fix_time for row in with_latest(vehicles) if row.latest is not None]
    known = [moment + _AFTER for moment in latest if moment is not None]
    return max(known, default=timezone.now())


def _data(user: User, vehicles: list[Vehicle], since: datetime, until: datetime) -> dict[str, Any]:
    """What the page's script starts from; the tracks it fetches itself."""
    return {
        "vehicles": [vehicle.pk for vehicle in vehicles],
        "tracks": reverse("api_tracks"),
        "from": since.timestamp(),
        "to": until.timestamp(),
        "timeZone": settings.TIME_ZONE,
        "zoneLabel": zone_label(settings.TIME_ZONE),
        "language": get_language(),
        "complaints": _complaints(user, since, until),
    }


def _complaints(user: User, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """The complaints that came in meanwhile and that the user may see, as on the wall: no text of a secret one."""
    found = visible(user).filter(created_at__gte=since, created_at__lt=until).select_related("category", "agency")
    opens = may(user, Verb.DESK_VIEW)
    rows = []
    for complaint in found.order_by("created_at")[:MAX_COMPLAINTS]:
        shown = face(complaint)
        rows.append(
            {
                "id": shown.id,
                "time": complaint.created_at.timestamp(),
                "title": shown.title,
                "code": shown.code,
                "priority": shown.priority,
                "status": complaint.get_status_display(),
                "place": shown.place,
                "lon": shown.lon,
                "lat": shown.lat,
                "url": reverse("case", args=[shown.code]) if opens else "",
            }
        )
    return rows
