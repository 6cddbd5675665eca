"""The demo's cameras have something to fetch, plainly marked."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from PIL import Image

from cameras.sources.http_snapshot import Login, fetch
from demo.camera_pictures import CameraPictures, picture_url
from demo.pictures import SIZE, camera_picture, complaint_photo
from demo.tables import cameras

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
NIGHT = NOON.replace(hour=23)


@pytest.fixture(scope="module")
def server() -> Iterator[CameraPictures]:
    with CameraPictures(0) as running:
        yield running


@pytest.mark.parametrize("scene", sorted({row.scene for row in cameras()}))
def test_every_scene_is_a_picture_of_its_size(scene: str) -> None:
    picture = Image.open(io.BytesIO(camera_picture("Simpang", scene, NOON)))
    assert (picture.format, picture.size) == ("JPEG", SIZE)


def test_it_is_darker_at_night() -> None:
    def brightness(at: datetime) -> int:
        return sum(Image.open(io.BytesIO(camera_picture("Simpang", "road", at))).convert("L").resize((8, 8)).tobytes())

    assert brightness(NIGHT) < brightness(NOON) / 2


def test_the_photo_of_a_complaint_is_a_picture() -> None:
    assert Image.open(io.BytesIO(complaint_photo("Lubang", "Foto contoh"))).size == SIZE


def test_an_active_camera_is_answered_with_its_picture(server: CameraPictures) -> None:
    row = next(row for row in cameras() if row.stage == "active")
    answer = httpx.get(picture_url(row.code, server.port), trust_env=False)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.content)).size == SIZE


def test_a_faulty_camera_gives_no_picture(server: CameraPictures) -> None:
    row = next(row for row in cameras() if row.stage == "faulty")
    assert httpx.get(picture_url(row.code, server.port), trust_env=False).status_code == 503


def test_an_unknown_path_is_not_found(server: CameraPictures) -> None:
    assert httpx.get(f"http://127.0.0.1:{server.port}/etc/passwd", trust_env=False).status_code == 404


async def test_the_cameras_room_fetches_the_picture_once_the_demos_port_is_listed(
    server: CameraPictures, settings: Any
) -> None:
    settings.PANTAU_CAMERA_HOSTS = [f"127.0.0.1:{server.port}"]
    row = next(row for row in cameras() if row.stage == "active")
    fetched = await fetch(picture_url(row.code, server.port), Login(), limit_s=10)
    assert (fetched.picture.width, fetched.picture.height) == SIZE
