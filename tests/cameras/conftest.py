"""A camera server, and cameras that show what it sends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cameras.camera_server import CameraServer, running


@pytest.fixture
def camera_server(settings: Any, tmp_path: Path) -> Iterator[CameraServer]:
    """A running camera whose address is listed, with pictures stored in a folder of the test's own."""
    with running() as server:
        settings.PANTAU_CAMERA_HOSTS = [server.host]
        settings.MEDIA_ROOT = tmp_path
        yield server
