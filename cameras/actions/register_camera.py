"""A camera enters the registry."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cameras.announce import announce
from cameras.drafts import CameraDraft, SourceDraft, apply_draft, check_draft, clean_source
from cameras.errors import BadCamera
from cameras.models import Camera, CameraSource, Stage
from people import audit
from people.access import Verb, require
from people.models import User


def register_camera(
    actor: User | None,
    draft: CameraDraft,
    source: SourceDraft | None = None,
    *,
    stage: Stage = Stage.PLANNED,
    request: HttpRequest | None = None,
) -> Camera:
    """Write the camera and tell the walls. ``actor`` is None for whoever runs a command on the server itself.

    Raises Denied, BadCamera (a code that is taken among them).
    """
    if actor is not None:
        require(actor, Verb.CAMERA_EDIT)
    check_draft(draft)
    wanted = clean_source(source) if source is not None else SourceDraft("")
    camera = Camera(stage=stage)
    apply_draft(camera, draft)
    try:
        with transaction.atomic():
            camera.save()
            store_source(camera, wanted)
            announce(camera)
            audit.record(actor, "camera.registered", camera, {"code": camera.code, "stage": camera.stage}, request)
    except IntegrityError as error:
        raise BadCamera(_("Another camera has this code."), field="code") from error
    return camera


def store_source(camera: Camera, wanted: SourceDraft) -> None:
    """Write, change or remove where the picture comes from. A password that is left empty stays as it is."""
    if not wanted.url:
        CameraSource.objects.filter(camera=camera).delete()
        return
    values = {"url": wanted.url, "username": wanted.username}
    if wanted.password:
        values["password"] = wanted.password
    CameraSource.objects.update_or_create(camera=camera, defaults=values)
