"""Cameras, where their pictures come from, and the latest one; one noun a module."""

from cameras.models.camera import Camera
from cameras.models.camera_snapshot import CameraSnapshot
from cameras.models.camera_source import CameraSource
from cameras.models.camera_stream import CameraStream, StreamKind
from cameras.models.choices import CameraKind, CameraPurpose, Stage

__all__ = [
    "Camera",
    "CameraKind",
    "CameraPurpose",
    "CameraSnapshot",
    "CameraSource",
    "CameraStream",
    "Stage",
    "StreamKind",
]
