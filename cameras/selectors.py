"""Reading cameras."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cameras.announce import changed_event
from cameras.errors import CameraNotFound
from cameras.events import CameraChanged
from cameras.models import Camera
from live import left_out
from live.audiences import visible_to
from people.access import Verb, require, which
from people.access.policy import Actor


def cameras_of(user: Actor) -> QuerySet[Camera]:
    """The cameras that the user may view, with agency and latest picture. Raises Denied for someone without any."""
    require(user, Verb.CAMERA_VIEW)
    return which(user, Verb.CAMERA_VIEW, Camera.objects.select_related("agency", "snapshot")).order_by("name", "id")


def camera_of(user: Actor, camera_id: int) -> Camera:
    """One of them. Raises Denied; CameraNotFound also for another agency's camera, whose existence is not told."""
    camera = cameras_of(user).filter(pk=camera_id).first()
    if camera is None:
        raise CameraNotFound
    return camera


def live_cameras(audience: str) -> Iterable[CameraChanged]:
    """The cameras that an audience's walls show: all for the centre, its own for an agency, none for the public."""
    cameras = Camera.objects.select_related("agency").defer("view", "description").order_by("id")
    return left_out.build_each(visible_to(audience, cameras), changed_event)


def readable_events(cameras: Iterable[Camera]) -> list[CameraChanged]:
    """Each camera as an event; a row that cannot be shown is left out, logged and counted, so that the others are."""
    found = []
    for camera in cameras:
        try:
            found.append(changed_event(camera))
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
            left_out.note("cameras.Camera", camera.pk, error)
    return found
