"""Cameras with a certificate of their own: named, trusted by hand, and checked at each connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from pytest_django import Settings

from cameras.actions.edit_camera import edit_camera
from cameras.drafts import SourceDraft
from cameras.models import CameraSnapshot, CameraSource
from cameras.refresh import refresh_all
from tests import world as cast
from tests.cameras.camera_server import picture
from tests.cameras.factories import draft, registered
from tests.cameras.raw_server import RawServer, raw_server
from tests.certificates import Authority, authority

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that nobody else knows."""
    return authority(tmp_path_factory.mktemp("camera-tls"), "Kamera")


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The cast, visible to other threads."""
    return cast.build()


@pytest.fixture
def camera(settings: Settings, issuer: Authority, tmp_path: Path) -> Iterator[RawServer]:
    """A camera with a certificate that no known authority issued."""
    with raw_server(issuer.issue("kamera-1")) as server:
        settings.PANTAU_CAMERA_HOSTS = ["127.0.0.0/8"]
        settings.MEDIA_ROOT = tmp_path
        server.reply = b"HTTP/1.1 200 OK\r\n\r\n" + picture()
        yield server


def error_after_a_round() -> str:
    async_to_sync(refresh_all)()
    return CameraSnapshot.objects.get().error


def test_an_unknown_certificate_is_named_and_can_be_trusted(world: cast.World, camera: RawServer) -> None:
    made = registered(world.gita, camera.url())
    assert (error_after_a_round(), camera.asked) == ("source_untrusted", [])
    client = Client()
    client.force_login(world.gita)
    page = client.get(f"/cameras/{made.pk}/").content.decode()
    seen = CameraSource.objects.get().seen
    assert seen is not None
    assert all(text in page for text in ("CN=kamera-1", "CN=Kamera", seen.fingerprint))
    answer = client.post(f"/cameras/{made.pk}/certificate/", {"sha256": seen.sha256})
    assert answer.status_code == 302
    assert "seen-certificate" not in (after := client.get(f"/cameras/{made.pk}/").content.decode())
    assert "notice warning" not in after
    assert client.get(f"/cameras/{made.pk}/snapshot.jpg").status_code == 200, "fetched at once, in the same minute"
    assert error_after_a_round() == ""
    assert CameraSource.objects.get().seen is None


def test_a_changed_certificate_is_refused_before_anything_is_sent(
    world: cast.World, camera: RawServer, issuer: Authority
) -> None:
    made = registered(world.gita, camera.url())
    error_after_a_round()
    client = Client()
    client.force_login(world.gita)
    seen = CameraSource.objects.get().seen
    assert seen is not None
    client.post(f"/cameras/{made.pk}/certificate/", {"sha256": seen.sha256})
    with raw_server(issuer.issue("kamera-2")) as other:
        CameraSource.objects.update(url=other.url())
        assert (error_after_a_round(), other.asked) == ("source_certificate_changed", [])
    refused = client.post(f"/cameras/{made.pk}/certificate/", {"sha256": seen.sha256})
    assert refused.status_code == 422
    client.post(f"/cameras/{made.pk}/certificate/", {"act": "forget"})
    assert CameraSource.objects.get().pinned is None


def test_a_trusted_certificate_does_not_follow_to_another_address(world: cast.World, camera: RawServer) -> None:
    made = registered(world.gita, camera.url())
    error_after_a_round()
    CameraSource.objects.update(pinned_certificate=CameraSource.objects.get().seen_certificate)
    edit_camera(world.gita, made.pk, made.revision, draft(), SourceDraft("https://127.0.0.1:1/x.jpg"))
    assert CameraSource.objects.get().pinned is None
