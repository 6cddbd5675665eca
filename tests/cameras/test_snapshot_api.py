"""The latest picture over HTTP."""

import threading
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cameras.models import Camera, CameraSnapshot
from people.models import AuditEntry, User
from tests import world as cast
from tests.cameras.camera_server import CameraServer
from tests.cameras.factories import registered
from tests.wait_for import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The cast, visible to other threads."""
    return cast.build()


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def path(camera: Camera) -> str:
    return f"/cameras/{camera.pk}/snapshot.jpg"


def grow_old(camera: Camera, seconds: float = 60) -> None:
    then = timezone.now() - timedelta(seconds=seconds)
    CameraSnapshot.objects.filter(camera=camera).update(tried_at=then, fetched_at=then, taken_at=then)


def test_the_first_who_asks_gets_a_picture_with_its_age(world: cast.World, camera_server: CameraServer) -> None:
    answer = log_in(world.ani).get(path(registered(world.gita, camera_server.url())))
    assert (answer.status_code, answer["Content-Type"], answer.content[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert int(answer["Age"]) <= 2 and answer["X-Taken-At"]


def test_a_fresh_picture_is_not_fetched_again(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    for _ in range(5):
        client.get(path(camera))
    assert camera_server.asked["/ok.jpg"] == 1


def test_an_old_picture_is_fetched_anew(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    client.get(path(camera))
    grow_old(camera)
    assert (int(client.get(path(camera))["Age"]) <= 2, camera_server.asked["/ok.jpg"]) == (True, 2)


def test_a_silent_camera_gives_the_old_picture_with_its_true_age_within_three_seconds(
    world: cast.World, camera_server: CameraServer
) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    client.get(path(camera))
    grow_old(camera, 90)
    camera.source.url = camera_server.url("/slow.jpg")
    camera.source.save()
    begun = time.monotonic()
    answer = client.get(path(camera))
    assert (answer.status_code, answer["X-Camera-Error"]) == (200, "source_slow")
    assert int(answer["Age"]) >= 90 and time.monotonic() - begun < 3.8


def test_while_one_fetches_the_others_get_the_old_picture_at_once(
    world: cast.World, camera_server: CameraServer
) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    client.get(path(camera))
    grow_old(camera)
    camera.source.url = camera_server.url("/slow.jpg")
    camera.source.save()
    first = threading.Thread(target=lambda: log_in(world.slamet).get(path(camera)))
    first.start()
    until(lambda: camera_server.asked["/slow.jpg"], what="the first one's fetch")
    begun = time.monotonic()
    answer = client.get(path(camera))
    took = time.monotonic() - begun
    first.join()
    assert (answer.status_code, camera_server.asked["/slow.jpg"]) == (200, 1)
    assert took < 1.0


def test_who_will_not_wait_gets_the_stored_picture_at_once(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    client.get(path(camera))
    grow_old(camera)
    answer = client.get(path(camera) + "?wait=no")
    assert (int(answer["Age"]) >= 60, camera_server.asked["/ok.jpg"]) == (True, 1)


def test_without_any_picture_it_says_so(world: cast.World, camera_server: CameraServer) -> None:
    answer = log_in(world.ani).get(path(registered(world.gita, camera_server.url("/page"))))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_looking_leaves_one_trace_for_one_viewing(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    for _ in range(3):
        client.get(path(camera))
    assert list(AuditEntry.objects.filter(action="camera.viewed").values_list("actor__username")) == [("ani",)]


def test_a_stranger_s_camera_is_not_found(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url(), agency=world.fire)
    statuses = [log_in(person).get(path(camera)).status_code for person in (world.citra, world.budi, world.fajar)]
    assert statuses == [200, 404, 403]


def test_lists_get_a_small_picture(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    full, small = client.get(path(camera)), client.get(path(camera) + "?size=small")
    assert len(small.content) < len(full.content)
    assert client.get(path(camera) + "?size=huge").status_code == 400


def test_a_browser_that_has_the_picture_is_told_so(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    client = log_in(world.ani)
    etag = client.get(path(camera))["ETag"]
    assert client.get(path(camera), headers={"If-None-Match": etag}).status_code == 304
