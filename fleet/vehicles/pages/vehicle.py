"""One vehicle: where it is, where it drove, which devices it carries."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fleet.history.selectors import newest_positions
from fleet.history.timeline import timeline_of
from fleet.history.tracks import GAP_S, Track, days_with_fixes, track_of
from fleet.models import Device, Vehicle
from fleet.pipeline import quality_flags
from fleet.vehicles.forms import DeviceForm
from fleet.vehicles.freshness import LastHeard
from fleet.vehicles.params import VehiclePageQuery
from fleet.vehicles.selectors import VehicleNow, vehicle_for, vehicles_for, with_latest
from fleet.vehicles.vehicle_list import seen_of
from geo.map_settings import map_settings
from kit.http.parameters import read
from people.access import Verb, may, require

LAST_POSITIONS: Final = 200
SHOWN_STAYS: Final = 20
STRIP_DAYS: Final = 14
_SLACK: Final = timedelta(minutes=10)
"""A device's clock may run ahead of the server's, by which the latest position goes."""


@login_required
@require_safe
def vehicle_page(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    """A vehicle on its map, with the track of ``?day=`` or of its last 24 hours with data."""
    require(request.user, Verb.VEHICLE_VIEW)
    return render_vehicle(request, vehicle_for(request.user, vehicle_id), None)


def render_vehicle(request: HttpRequest, vehicle: Vehicle, device_form: DeviceForm | None) -> HttpResponse:
    """The page; 422 when it shows a form that could not be taken."""
    query = read(request, VehiclePageQuery)
    (now,) = with_latest([vehicle])
    seen = seen_of([vehicle.pk]).get(vehicle.pk, LastHeard())
    since, until = _window(query.day, now)
    track = track_of(vehicle, since, until)
    context: dict[str, Any] = {
        "vehicle": vehicle,
        "query": query,
        "now": timezone.now(),
        "latest": now.latest,
        "seen": seen,
        "track": track,
        "timeline": timeline_of(vehicle, since, until),
        "since": since,
        "until": until - _SLACK,
        "days": _days(vehicle, query.day),
        "today": timezone.localdate(),
        "positions": _last_positions(vehicle, now),
        "may_edit": may(request.user, Verb.VEHICLE_EDIT, vehicle),
        "may_assign": may(request.user, Verb.DEVICE_CLAIM, vehicle),
        "map_settings": map_settings(now.latest.point if now.latest is not None else None),
        "map_data": _map_data(query, now, track),
    }
    if context["may_assign"]:
        context |= _devices(request, vehicle, device_form)
    return render(request, "fleet/vehicle.html", context, status=200 if device_form is None else 422)


def _window(day: date | None, now: VehicleNow) -> tuple[datetime, datetime]:
    """The day from midnight to midnight, or the 24 hours that end with the latest position."""
    if day is not None:
        return _midnight(day), _midnight(day + timedelta(days=1))
    latest = now.latest.fix_time if now.latest is not None else None
    end = latest or timezone.now()
    return end - timedelta(hours=24), end + _SLACK


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _days(vehicle: Vehicle, chosen: date | None) -> list[tuple[date, bool]]:
    """The days of the strip, newest first, and whether there is a fix of each; it ends today or at an older choice."""
    last = timezone.localdate()
    if chosen is not None and not last - timedelta(days=STRIP_DAYS) < chosen <= last:
        last = chosen + timedelta(days=3)
    days = [last - timedelta(days=n) for n in range(STRIP_DAYS)]
    filled = days_with_fixes(vehicle, [(day, _midnight(day), _midnight(day + timedelta(days=1))) for day in days])
    return [(day, day in filled) for day in days]


def _last_positions(vehicle: Vehicle, now: VehicleNow) -> list[Any]:
    """The positions of the last hour with data and why some are not believed, newest first."""
    latest = now.latest.fix_time if now.latest is not None else None
    end = latest or timezone.now()
    found = newest_positions(vehicle, end - timedelta(hours=1), end + _SLACK, limit=LAST_POSITIONS)
    return [(row, _reasons(row.marks)) for row in found]


def _reasons(bits: int) -> list[str]:
    return [str(meaning) for bit, meaning in quality_flags.MEANING.items() if bits & bit]


def _devices(request: HttpRequest, vehicle: Vehicle, form: DeviceForm | None) -> dict[str, Any]:
    return {
        "devices": vehicle.devices.select_related("state"),
        "stays": vehicle.assignments.select_related("device").order_by("-id")[:SHOWN_STAYS],
        "free_devices": Device.objects.filter(vehicle=None).select_related("state"),
        "others": vehicles_for(request.user).exclude(pk=vehicle.pk),
        "device_form": form or DeviceForm(),
    }


def _map_data(query: VehiclePageQuery, now: VehicleNow, track: Track) -> dict[str, Any]:
    """The track as the page's script draws it.

    ``live`` when new positions belong to it, ``past`` when the day is over and the vehicle is not where the track is.
    """
    vehicle, latest = now.vehicle, now.latest
    local = timezone.localtime()
    data: dict[str, Any] = {
        "id": vehicle.pk,
        "kind": vehicle.kind,
        "name": vehicle.name,
        "active": vehicle.active,
        "live": query.day in {None, local.date()},
        "past": query.day is not None and query.day < local.date(),
        "lines": track.lines,
        "marked": [[*row[:3], _reasons(int(row[3]))] for row in track.marked] if query.marked else [],
        "gapS": GAP_S,
        "timeZone": settings.TIME_ZONE,
        "zoneLabel": local.tzname(),
        "language": get_language(),
        "latest": None,
    }
    if latest is not None and latest.point is not None and latest.fix_time is not None:
        speed, course = latest.speed_mps, latest.course_deg
        place = [latest.fix_time.timestamp(), latest.point.x, latest.point.y]
        data["latest"] = [*place, speed, course, latest.state]
    return data
