"""What walls hear of cameras."""

from typing import Annotated, ClassVar

from cameras.models.choices import CameraKind, CameraPurpose, Stage
from live.events import Event, one_of


class CameraChanged(Event):
    """A camera as walls draw it.

    Degrees WGS 84, ``bearing`` clockwise from north or None for all around, ``fov`` degrees, ``range_m`` metres.
    ``snapshot_at`` (ISO) is refreshed at most every five minutes; the picture itself carries its true age.
    """

    type: ClassVar[str] = "camera.changed"
    name: str
    code: str
    lon: float
    lat: float
    bearing: float | None
    fov: float
    range_m: float
    stage: Annotated[str, one_of("CameraStage", Stage.values)]
    kind: Annotated[str, one_of("CameraKind", CameraKind.values)]
    purpose: Annotated[str, one_of("CameraPurpose", CameraPurpose.values)]
    agency: str | None
    place: str
    snapshot_at: str | None
    snapshot_url: str


class CameraRemoved(Event):
    """The camera is gone from this audience."""

    type: ClassVar[str] = "camera.removed"
