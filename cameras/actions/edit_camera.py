"""A camera's entry is changed."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cameras.actions.locking import locked_camera
from cameras.actions.register_camera import store_source
from cameras.announce import announce
from cameras.drafts import CameraDraft, SourceDraft, apply_draft, check_draft, clean_source
from cameras.errors import BadCamera
from cameras.models import Camera
from people import audit
from people.access import Verb, require
from people.models import User

_WATCHED = (
    *("code", "name", "place", "description", "kind", "purpose", "agency_id"),
    *("point", "bearing_deg", "fov_deg", "range_m"),
)


def edit_camera(
    actor: User,
    camera_id: int,
    revision: int,
    draft: CameraDraft,
    source: SourceDraft | None = None,
    *,
    request: HttpRequest | None = None,
) -> Camera:
    """Save the draft and tell the walls; ``source`` None leaves the picture's address as it is.

    Raises Denied, CameraNotFound, CameraStale, BadCamera.
    """
    require(actor, Verb.CAMERA_EDIT)
    check_draft(draft)
    wanted = clean_source(source) if source is not None else None
    try:
        with transaction.atomic():
            camera = locked_camera(camera_id, revision)
            before = {field: getattr(camera, field) for field in _WATCHED}
            apply_draft(camera, draft)
            camera.revision += 1
            camera.save()
            if wanted is not None:
                store_source(camera, wanted)
            announce(camera, was_agency=before["agency_id"])
            changed = [field for field in _WATCHED if getattr(camera, field) != before[field]]
            # The address may hold a token, so the trail says that it changed and not to what.
            detail = {"changed": changed + (["source"] if wanted is not None else [])}
            audit.record(actor, "camera.edited", camera, detail, request)
    except IntegrityError as error:
        raise BadCamera(_("Another camera has this code."), field="code") from error
    return camera
