"""Cameras for tests."""

from typing import Any

from cameras.actions.register_camera import register_camera
from cameras.drafts import CameraDraft, SourceDraft
from cameras.models import Camera, Stage
from people.models import User

KABANJAHE = (98.4921, 3.1004)


def draft(**changes: Any) -> CameraDraft:
    """A camera at Kabanjahe that looks north."""
    values: dict[str, Any] = {
        "code": "kbj-01",
        "name": "Simpang Enam Kabanjahe",
        "lon": KABANJAHE[0],
        "lat": KABANJAHE[1],
        "bearing_deg": 0.0,
        "fov_deg": 60,
        "range_m": 200,
    }
    return CameraDraft(**(values | changes))


def registered(actor: User, url: str = "", stage: Stage = Stage.ACTIVE, **changes: Any) -> Camera:
    """A camera in the registry, with its picture at ``url``."""
    return register_camera(actor, draft(**changes), SourceDraft(url), stage=stage)
