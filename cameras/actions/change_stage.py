"""A camera goes from planned to installed to active, or is called faulty by a person."""

from typing import Final

from django.db import transaction
from django.http import HttpRequest

from cameras.actions.locking import locked_camera
from cameras.announce import announce
from cameras.models import Camera, CameraSnapshot, Stage
from kit.text import checked
from people import audit
from people.access import Verb, require
from people.models import User

MAX_REASON: Final = 300


def change_stage(
    actor: User, camera_id: int, stage: Stage, reason: str = "", request: HttpRequest | None = None
) -> Camera:
    """Set the stage and tell the walls; nothing happens when it has that stage already.

    A person's word stands: the health check does not call a camera active that a person called faulty. Raises Denied,
    CameraNotFound, BadInput.
    """
    require(actor, Verb.CAMERA_EDIT)
    why = checked(reason, longest=MAX_REASON, field="reason")
    with transaction.atomic():
        camera = locked_camera(camera_id, None)
        if camera.stage == stage and not camera.fault_found:
            return camera
        detail = {"from": camera.stage, "to": stage.value, "reason": why}
        camera.stage = stage
        camera.fault_found = False
        camera.revision += 1
        camera.save()
        CameraSnapshot.objects.filter(camera=camera).update(failures=0)
        announce(camera)
        audit.record(actor, "camera.stage_changed", camera, detail, request)
    return camera
