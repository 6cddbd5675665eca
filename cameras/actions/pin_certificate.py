"""A camera's own certificate is trusted, or no longer."""

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cameras.actions.locking import locked_camera
from cameras.errors import BadCamera
from cameras.models import Camera, CameraSnapshot, CameraSource
from people import audit
from people.access import Verb, require
from people.models import User


def pin_certificate(actor: User, camera_id: int, sha256: str, request: HttpRequest | None = None) -> Camera:
    """Trust the certificate that the camera showed last, and no other from now on.

    ``sha256`` is the digest that the person looked at: another certificate that was seen since is not trusted by
    mistake. Raises Denied, CameraNotFound, BadCamera.
    """
    require(actor, Verb.CAMERA_EDIT)
    with transaction.atomic():
        camera, source = _locked(camera_id)
        if source is None or source.seen is None or source.seen.sha256 != sha256:
            raise BadCamera(_("The camera shows another certificate by now. Compare its fingerprint again."))
        source.pinned_certificate, source.seen_certificate = source.seen_certificate, None
        source.save(update_fields=["pinned_certificate", "seen_certificate"])
        # The refusal no longer holds, and whoever looks next fetches at once instead of after the usual pause.
        CameraSnapshot.objects.filter(camera=camera).update(error="", tried_at=None)
        audit.record(actor, "camera.certificate_trusted", camera, {"sha256": sha256}, request)
    return camera


def unpin_certificate(actor: User, camera_id: int, request: HttpRequest | None = None) -> Camera:
    """Trust known authorities alone again. Raises Denied, CameraNotFound."""
    require(actor, Verb.CAMERA_EDIT)
    with transaction.atomic():
        camera, source = _locked(camera_id)
        if source is not None and source.pinned is not None:
            audit.record(actor, "camera.certificate_forgotten", camera, {"sha256": source.pinned.sha256}, request)
            source.pinned_certificate = source.seen_certificate = None
            source.save(update_fields=["pinned_certificate", "seen_certificate"])
    return camera


def _locked(camera_id: int) -> tuple[Camera, CameraSource | None]:
    camera = locked_camera(camera_id, None)
    return camera, CameraSource.objects.select_for_update().filter(camera=camera).first()
