"""Fetching a picture from an address that nobody has reason to trust."""

import asyncio
import ipaddress
import time
from datetime import UTC, datetime, timedelta

import pytest

from cameras.errors import (
    SourceBroken,
    SourceError,
    SourceNotAPicture,
    SourceRedirected,
    SourceRefused,
    SourceRejected,
    SourceSlow,
    SourceTooLarge,
    SourceUnreachable,
)
from cameras.sources import addresses
from cameras.sources.http_snapshot import Fetched, Login, fetch
from kit.net import addresses as checked
from kit.net.addresses import IPAddress
from tests.cameras.camera_server import CameraServer


def get(url: str, limit_s: float = 5.0, username: str = "", password: str = "") -> Fetched:
    return asyncio.run(fetch(url, Login(username, password), limit_s=limit_s))


@pytest.mark.parametrize("path", ["/ok.jpg", "/ok.png", "/moved.jpg"])
def test_a_picture_is_fetched_and_encoded_anew(camera_server: CameraServer, path: str) -> None:
    picture = get(camera_server.url(path)).picture
    assert (picture.full[:3], picture.width, picture.height) == (b"\xff\xd8\xff", 640, 360)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/page", SourceNotAPicture),
        ("/liar.jpg", SourceNotAPicture),
        ("/huge.jpg", SourceTooLarge),
        ("/bomb.png", SourceTooLarge),
        ("/elsewhere.jpg", SourceRefused),
        ("/round.jpg", SourceRedirected),
        ("/secret.jpg", SourceRejected),
        ("/missing.jpg", SourceRejected),
    ],
)
def test_it_refuses_what_is_no_snapshot_for_good(
    camera_server: CameraServer, path: str, error: type[SourceError]
) -> None:
    with pytest.raises(error) as caught:
        get(camera_server.url(path))
    assert caught.value.permanent


def test_a_camera_that_drips_is_given_up_in_time(camera_server: CameraServer) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceSlow) as caught:
        get(camera_server.url("/slow.jpg"), limit_s=0.6)
    assert time.monotonic() - begun < 1.5 and not caught.value.permanent


def test_an_error_of_the_camera_may_pass(camera_server: CameraServer) -> None:
    camera_server.broken = True
    with pytest.raises(SourceBroken) as caught:
        get(camera_server.url())
    assert not caught.value.permanent


def test_a_camera_that_is_off_cannot_be_reached(settings: object) -> None:
    settings.PANTAU_CAMERA_HOSTS = ["127.0.0.1:9"]  # type: ignore[attr-defined]
    with pytest.raises(SourceUnreachable):
        get("http://127.0.0.1:9/x.jpg")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x.jpg",
        "http://localhost/x.jpg",
        "http://10.0.0.8/x.jpg",
        "http://192.168.1.20/x.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://[::1]/x.jpg",
        "http://[::ffff:10.0.0.8]/x.jpg",
        "http://[64:ff9b::7f00:1]/x.jpg",
        "http://[fe80::1]/x.jpg",
        "http://0.0.0.0/x.jpg",
        "http://2130706433/x.jpg",
        "http://0x7f.1/x.jpg",
        "ftp://93.184.216.34/x.jpg",
        "file:///etc/passwd",
        "gopher://93.184.216.34/x",
        "http://user:secret@93.184.216.34/x.jpg",
        "http://93.184.216.34\r\nX: y/x.jpg",
        "http://",
        "x.jpg",
    ],
)
def test_it_rejects_an_address_of_the_server_s_own_network(settings: object, url: str) -> None:
    settings.PANTAU_CAMERA_HOSTS = []  # type: ignore[attr-defined]
    with pytest.raises(SourceRefused):
        get(url)


def test_another_port_of_a_listed_host_is_refused(camera_server: CameraServer) -> None:
    with pytest.raises(SourceRefused):
        get("http://127.0.0.1:1/x.jpg")


def test_a_listed_network_is_open() -> None:
    target = asyncio.run(addresses.resolve("http://10.20.3.4/x.jpg", ["10.20.0.0/16"]))
    assert target.url == "http://10.20.3.4:80/x.jpg"


def test_the_address_that_was_checked_is_the_one_that_is_opened(
    camera_server: CameraServer, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers with a public address first and a private one later gains nothing: it is asked once."""
    asked: list[str] = []

    async def answer(host: str, port: int) -> list[IPAddress]:
        asked.append(host)
        return [ipaddress.ip_address("127.0.0.1")]

    monkeypatch.setattr(checked, "_look_up", answer)
    settings.PANTAU_CAMERA_HOSTS = [f"camera.test:{camera_server.port}"]  # type: ignore[attr-defined]
    get(f"http://camera.test:{camera_server.port}/ok.jpg")
    assert asked == ["camera.test"]
    assert camera_server.headers[-1]["Host"] == f"camera.test:{camera_server.port}"


def test_an_old_picture_has_its_true_age(camera_server: CameraServer) -> None:
    assert get(camera_server.url("/old.jpg")).taken_at < datetime(2026, 1, 2, tzinfo=UTC)
    assert datetime.now(UTC) - get(camera_server.url()).taken_at < timedelta(seconds=5)


def test_user_and_password_go_to_the_camera_alone(camera_server: CameraServer) -> None:
    get(camera_server.url("/basic.jpg"), username="viewer", password="s3cret")
    assert camera_server.headers[-1]["Authorization"] == "Basic dmlld2VyOnMzY3JldA=="
    assert "Authorization" not in camera_server.headers[-2]
