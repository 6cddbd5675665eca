"""Cameras, whose pictures come from `demo.camera_pictures`."""

from django.conf import settings

from cameras.actions.register_camera import register_camera
from cameras.drafts import CameraDraft, SourceDraft
from cameras.models import Camera, CameraSource, Stage
from demo.camera_pictures import picture_url
from demo.tables import CameraRow, cameras
from geo.gazetteer import place_name
from people.models import Agency


def load_cameras() -> int:
    """Register the cameras that are missing, and point all at the port in use; returns how many are new."""
    agencies = Agency.objects.in_bulk(field_name="code")
    known = set(Camera.objects.values_list("code", flat=True))
    missing = [row for row in cameras() if row.code not in known]
    for row in missing:
        register_camera(None, _draft(row, agencies[row.agency]), _source(row), stage=Stage(row.stage))
    for row in cameras():
        source = _source(row)
        if source is not None:
            CameraSource.objects.filter(camera__code=row.code).exclude(url=source.url).update(url=source.url)
    return len(missing)


def _draft(row: CameraRow, agency: Agency) -> CameraDraft:
    return CameraDraft(
        code=row.code,
        name=row.name,
        lon=row.lon,
        lat=row.lat,
        place=place_name(row.lon, row.lat),
        description="Kamera demo; gambarnya digambar, bukan rekaman.",
        bearing_deg=row.bearing,
        fov_deg=row.fov,
        range_m=row.range_m,
        purpose=row.purpose,
        agency=agency,
    )


def _source(row: CameraRow) -> SourceDraft | None:
    port: int = settings.PANTAU_DEMO_CAMERA_PORT
    return SourceDraft(picture_url(row.code, port)) if row.stage != "planned" and port > 0 else None
