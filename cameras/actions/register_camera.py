"""A camera enters the registry."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cameras.announce import announce
from cameras.drafts import CameraDraft, SourceDraft, apply_draft, check_draft, clean_source, clean_stream, stream_kind
from cameras.errors import BadCamera
from cameras.models import Camera, CameraSource, CameraStream, Stage
from kit.net.addresses import origin_of
from people import audit
from people.access import Verb, require
from people.models import User


def register_camera(
    actor: User | None,
    draft: CameraDraft,
    source: SourceDraft | None = None,
    *,
    stream: SourceDraft | None = None,
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
    moving = clean_stream(stream) if stream is not None else None
    camera = Camera(stage=stage)
    apply_draft(camera, draft)
    try:
        with transaction.atomic():
            camera.save()
            store_source(camera, wanted)
            if moving is not None and moving.url:
                store_stream(camera, moving)
            announce(camera)
            audit.record(actor, "camera.registered", camera, {"code": camera.code, "stage": camera.stage}, request)
    except IntegrityError as error:
        raise BadCamera(_("Another camera has this code."), field="code") from error
    return camera


def store_source(camera: Camera, wanted: SourceDraft) -> None:
    """Write, change or remove where the picture comes from.

    A password that is left empty stays as it is, unless the address leads to another origin: it was given to one server
    and is not shown to another. A certificate is pinned for one origin as well. Raises BadCamera.
    """
    source = CameraSource.objects.select_for_update().filter(camera=camera).first()
    if not wanted.url:
        CameraSource.objects.filter(camera=camera).delete()
        return
    source = source or CameraSource(camera=camera, url=wanted.url)
    moved = origin_of(source.url) != origin_of(wanted.url)
    keeps = bool(source.sealed_password and wanted.username and not wanted.password)
    if keeps and moved:
        text = _(
            "The address now leads to another server (%(origin)s). Enter the password again, or leave the user out."
        )
        raise BadCamera(text % {"origin": origin_of(wanted.url)}, field="password")
    if moved:
        source.pinned_certificate = source.seen_certificate = None
    source.url, source.username = wanted.url, wanted.username
    if not keeps:
        source.set_password(wanted.password)
    source.save()


def store_stream(camera: Camera, wanted: SourceDraft) -> None:
    """Note where the moving picture comes from; it is not played yet."""
    stream = CameraStream(camera=camera, kind=stream_kind(wanted.url), url=wanted.url, username=wanted.username)
    stream.set_password(wanted.password)
    stream.save()
