"""Telling walls of a camera."""

from cameras.events import CameraChanged, CameraRemoved
from cameras.models import Camera, CameraSnapshot
from live.audiences import agency_audience, audiences_of
from live.publish import publish


def changed_event(camera: Camera) -> CameraChanged:
    """The camera as walls hear of it."""
    told = camera.told_snapshot_at
    return CameraChanged(
        id=camera.pk,
        name=camera.name,
        code=camera.code,
        lon=round(camera.point.x, 7),
        lat=round(camera.point.y, 7),
        bearing=camera.bearing_deg,
        fov=camera.fov_deg,
        range_m=camera.range_m,
        stage=camera.stage,
        kind=camera.kind,
        purpose=camera.purpose,
        agency=str(camera.agency) if camera.agency is not None else None,
        place=camera.place,
        snapshot_at=told.isoformat() if told is not None else None,
        snapshot_url=f"/cameras/{camera.pk}/snapshot.jpg",
    )


def announce(camera: Camera, *, was_agency: int | None = None) -> None:
    """Tell the camera's viewers of its state, and the agency that it no longer belongs to that it is gone.

    The caller's transaction holds the camera's row. Writes ``told_snapshot_at``.
    """
    camera.told_snapshot_at = CameraSnapshot.objects.filter(camera=camera).values_list("taken_at", flat=True).first()
    camera.save(update_fields=["told_snapshot_at"])
    if was_agency is not None and was_agency != camera.agency_id:
        publish(CameraRemoved(id=camera.pk), [agency_audience(was_agency)])
    publish(changed_event(camera), audiences_of(camera.agency_id))
