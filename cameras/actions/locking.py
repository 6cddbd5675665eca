"""Taking a camera for writing."""

from cameras.errors import CameraNotFound, CameraStale
from cameras.models import Camera


def locked_camera(camera_id: int, revision: int | None) -> Camera:
    """The camera, its row locked until the end of the transaction. Raises CameraNotFound, or CameraStale when
    ``revision`` is given and not the newest."""
    camera = Camera.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=camera_id).first()
    if camera is None:
        raise CameraNotFound
    if revision is not None and camera.revision != revision:
        raise CameraStale
    return camera
