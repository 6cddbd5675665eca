"""What walls hear of cameras."""

from typing import ClassVar

from live.events import Event


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
    stage: str
    kind: str
    purpose: str
    agency: str | None
    place: str
    snapshot_at: str | None
    snapshot_url: str


class CameraRemoved(Event):
    """The camera is gone from this audience."""

    type: ClassVar[str] = "camera.removed"
