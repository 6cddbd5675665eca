"""What a fetch, good or bad, means for a camera."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cameras import pictures
from cameras.announce import announce
from cameras.errors import SourceError, SourceUntrusted
from cameras.models import Camera, CameraSnapshot, CameraSource, Stage
from cameras.sources.http_snapshot import Fetched
from kit.storage import files_of_transaction
from people import audit

FAILURES_TO_FAULTY = 3
"""In a row; one lost packet is no fault, three minutes without a picture are."""

TELL_AGAIN = timedelta(minutes=5)


def record_success(camera_id: int, fetched: Fetched, now: datetime | None = None) -> CameraSnapshot:
    """Keep the picture; a camera that the check had called faulty is active again.

    Walls hear of it when the stage changed, when it is the first picture, or when what they were told is old.
    """
    moment = now or timezone.now()
    with files_of_transaction():
        camera, snapshot = _locked(camera_id)
        pictures.store(snapshot, fetched.picture)
        snapshot.width, snapshot.height = fetched.picture.width, fetched.picture.height
        snapshot.taken_at, snapshot.fetched_at = fetched.taken_at, moment
        snapshot.tried_at = moment
        snapshot.error = ""
        snapshot.failures = 0
        snapshot.save()
        CameraSource.objects.filter(camera=camera, seen_certificate__isnull=False).update(seen_certificate=None)
        recovered = camera.stage == Stage.FAULTY and camera.fault_found
        if recovered:
            _set_stage(camera, Stage.ACTIVE, fault_found=False)
            audit.record(None, "camera.recovered", camera)
        told = camera.told_snapshot_at
        if recovered or told is None or snapshot.taken_at - told >= TELL_AGAIN:
            announce(camera)
    return snapshot


def record_failure(camera_id: int, error: SourceError, *, counts: bool = True) -> CameraSnapshot:
    """Note the failure.

    The last picture stays. After three that count, an active camera is faulty and walls hear of it.
    """
    with transaction.atomic():
        camera, snapshot = _locked(camera_id)
        snapshot.failures += counts
        snapshot.tried_at = timezone.now()
        snapshot.error = error.code
        snapshot.save()
        if isinstance(error, SourceUntrusted):
            CameraSource.objects.filter(camera=camera).update(seen_certificate=error.certificate.as_json())
        if camera.stage == Stage.ACTIVE and snapshot.failures >= FAILURES_TO_FAULTY:
            _set_stage(camera, Stage.FAULTY, fault_found=True)
            audit.record(None, "camera.faulty", camera, {"error": error.code, "failures": snapshot.failures})
            announce(camera)
    return snapshot


def _locked(camera_id: int) -> tuple[Camera, CameraSnapshot]:
    camera = Camera.objects.select_for_update(of=("self",)).select_related("agency").get(pk=camera_id)
    snapshot, _ = CameraSnapshot.objects.get_or_create(camera=camera)
    return camera, snapshot


def _set_stage(camera: Camera, stage: Stage, *, fault_found: bool) -> None:
    camera.stage = stage
    camera.fault_found = fault_found
    camera.revision += 1
    camera.save(update_fields=["stage", "fault_found", "revision", "updated_at"])
