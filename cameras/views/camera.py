"""One camera: its picture, what it sees, its stage."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cameras.actions.change_stage import change_stage
from cameras.actions.pin_certificate import pin_certificate, unpin_certificate
from cameras.errors import BadCamera
from cameras.models import Camera, CameraSnapshot, CameraSource, CameraStream, Stage
from cameras.selectors import camera_of
from geo.map_settings import map_settings
from layers.selectors import zones_at
from people.access import Verb, may, require
from people.models import AuditEntry, User

SHOWN_ENTRIES = 12


@require_safe
@login_required
def camera(request: HttpRequest, camera_id: int) -> HttpResponse:
    """403 without the right; 404 also for another agency's camera."""
    found = camera_of(request.user, camera_id)
    context: dict[str, Any] = {
        "camera": found,
        "snapshot": CameraSnapshot.objects.filter(camera=found).first(),
        "zones": zones_at(found.point.x, found.point.y),
        "source": CameraSource.objects.filter(camera=found).first(),
        "stream": CameraStream.objects.filter(camera=found).first(),
        "stages": Stage.choices,
        "may_edit": may(request.user, Verb.CAMERA_EDIT, found),
        "entries": _entries(found) if may(request.user, Verb.AUDIT_VIEW) else None,
        "map_settings": camera_map(found),
    }
    return render(request, "cameras/camera.html", context)


@require_POST
@login_required
def stage(request: HttpRequest, camera_id: int) -> HttpResponse:
    """Change the stage, then show the camera again."""
    require(request.user, Verb.CAMERA_EDIT)
    found = camera_of(request.user, camera_id)
    value = request.POST.get("stage", "")
    if value not in Stage.values:
        raise BadCamera(_("This stage is not known."), field="stage")
    change_stage(cast(User, request.user), found.pk, Stage(value), request.POST.get("reason", ""), request)
    messages.success(request, _("The stage was changed; walls show it."))
    return redirect("camera", camera_id=found.pk)


@require_POST
@login_required
def certificate(request: HttpRequest, camera_id: int) -> HttpResponse:
    """Trust the certificate that the camera showed (``sha256``), or with ``act=forget`` no longer."""
    require(request.user, Verb.CAMERA_EDIT)
    found = camera_of(request.user, camera_id)
    user = cast(User, request.user)
    if request.POST.get("act") == "forget":
        unpin_certificate(user, found.pk, request)
        messages.success(request, _("The certificate is no longer trusted."))
    else:
        pin_certificate(user, found.pk, request.POST.get("sha256", ""), request)
        messages.success(request, _("The certificate is trusted; the next picture is fetched with it."))
    return redirect("camera", camera_id=found.pk)


def camera_map(camera: Camera | None) -> dict[str, Any]:
    """What the page's map starts from."""
    return {
        **map_settings(camera.point if camera is not None else None, zoom=16),
        "camera": None
        if camera is None
        else {
            "lon": camera.point.x,
            "lat": camera.point.y,
            "bearing": camera.bearing_deg,
            "fov": camera.fov_deg,
            "range_m": camera.range_m,
        },
    }


def _entries(camera: Camera) -> list[AuditEntry]:
    """The last entries of the trail about the camera; uses the trail's index on the object."""
    about = AuditEntry.objects.filter(object_type=camera._meta.label_lower, object_id=str(camera.pk))
    return list(about.select_related("actor").order_by("-id")[:SHOWN_ENTRIES])
