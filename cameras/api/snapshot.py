"""``GET /cameras/<id>/snapshot.jpg``: the latest picture with its true age."""

from datetime import datetime, timedelta
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cameras import pictures, refresh
from cameras.errors import NoPicture
from cameras.models import Camera, CameraSnapshot, Stage
from cameras.selectors import camera_of
from cameras.viewing import record_viewing
from layers.api.parameters import choice, read_query
from people.models import User

FRESH = timedelta(seconds=10)
PATIENCE_S = 3.0


@require_safe
def snapshot(request: HttpRequest, camera_id: int) -> HttpResponse:
    """The picture, with ``X-Taken-At`` (ISO) and ``Age`` (seconds); ``size=small`` for lists.

    A picture older than ten seconds is fetched anew by the first who asks, for at most three seconds; everybody else,
    and the first when the camera is silent, gets the old one. With ``wait=no`` the stored picture comes at once, of
    whatever age. 503 while there is none at all.
    """
    camera = camera_of(request.user, camera_id)
    query = read_query(request, ("size", "wait", "t"))
    size = cast(pictures.Size, choice(query, "size", ("full", "small")) or "full")
    if choice(query, "wait", ("yes", "no")) != "no":
        _freshen(camera, timezone.now())
    found = pictures.read(camera.pk, size)
    if found is None:
        raise NoPicture
    latest, data, taken_at = found
    record_viewing(cast(User, request.user), camera, request)
    return _answer(request, data, latest, taken_at)


def _freshen(camera: Camera, now: datetime) -> None:
    if camera.stage not in (Stage.ACTIVE, Stage.FAULTY):
        return
    latest = CameraSnapshot.objects.filter(camera=camera).first()
    if latest is not None and latest.tried_at is not None and now - latest.tried_at < FRESH:
        return
    source = refresh.source_of(camera)
    if source is not None and refresh.claim(camera.pk, now):
        refresh.refresh_now(source, PATIENCE_S)


def _answer(request: HttpRequest, data: bytes, latest: CameraSnapshot, taken_at: datetime) -> HttpResponse:
    etag = f'"{latest.camera_id}-{taken_at.timestamp():.3f}-{len(data)}"'
    known = request.headers.get("If-None-Match") == etag
    response = HttpResponse(status=304) if known else HttpResponse(data, content_type="image/jpeg")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Taken-At"] = taken_at.isoformat()
    response.headers["Age"] = str(max(0, int((timezone.now() - taken_at).total_seconds())))
    if latest.error:
        response.headers["X-Camera-Error"] = latest.error
    return response
