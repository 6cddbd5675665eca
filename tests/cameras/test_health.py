"""When a camera is faulty, when it is well again, and who hears of it."""

import logging

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from django.utils import timezone

from cameras.actions.change_stage import change_stage
from cameras.models import CameraSnapshot, CameraSource, Stage
from cameras.refresh import claim, refresh_all
from cameras.selectors import live_cameras
from kit.net.pinned_http import Answer
from live.models import OutboxEvent
from people.models import AuditEntry
from tests import world as cast
from tests.cameras.camera_server import CameraServer
from tests.cameras.factories import registered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> cast.World:
    """The cast, visible to other threads."""
    return cast.build()


def rounds(count: int) -> list[int]:
    """So many rounds of the health check."""
    return [async_to_sync(refresh_all)() for _ in range(count)]


def stages() -> list[str]:
    return [event.data["stage"] for event in OutboxEvent.objects.order_by("id")]


def test_three_failures_in_a_row_make_an_active_camera_faulty(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url("/page"))
    rounds(2)
    camera.refresh_from_db()
    before = camera.stage
    rounds(1)
    camera.refresh_from_db()
    assert (before, camera.stage, camera.fault_found) == (Stage.ACTIVE, Stage.FAULTY, True)
    assert AuditEntry.objects.filter(action="camera.faulty").count() == 1


def test_it_is_active_again_with_the_first_picture(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    camera_server.broken = True
    rounds(3)
    camera_server.broken = False
    rounds(1)
    camera.refresh_from_db()
    assert camera.stage == Stage.ACTIVE
    assert stages() == ["active", "faulty", "active"]


def test_walls_are_told_of_the_first_picture_and_not_of_every_one(
    world: cast.World, camera_server: CameraServer
) -> None:
    registered(world.gita, camera_server.url())
    rounds(4)
    assert [event.data["snapshot_at"] is not None for event in OutboxEvent.objects.order_by("id")] == [False, True]


def test_a_camera_that_a_person_called_faulty_stays_so(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    change_stage(world.slamet, camera.pk, Stage.FAULTY, "lens broken")
    assert rounds(2) == [0, 0]
    camera.refresh_from_db()
    assert camera.stage == Stage.FAULTY


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.INSTALLED])
def test_cameras_that_are_not_running_are_left_alone(
    world: cast.World, camera_server: CameraServer, stage: Stage
) -> None:
    registered(world.gita, camera_server.url(), stage=stage)
    assert rounds(1) == [0]


def test_a_failure_keeps_the_last_picture(world: cast.World, camera_server: CameraServer) -> None:
    registered(world.gita, camera_server.url())
    rounds(1)
    taken = CameraSnapshot.objects.get().taken_at
    camera_server.broken = True
    rounds(1)
    latest = CameraSnapshot.objects.get()
    assert (latest.taken_at, latest.error) == (taken, "source_broken")


def test_only_one_process_fetches_a_camera_at_a_time(world: cast.World, camera_server: CameraServer) -> None:
    camera = registered(world.gita, camera_server.url())
    now = timezone.now()
    assert [claim(camera.pk, now), claim(camera.pk, now)] == [True, False]
    assert rounds(1) == [0]


def test_many_cameras_are_looked_at_in_one_round(world: cast.World, camera_server: CameraServer) -> None:
    for number in range(20):
        registered(world.gita, camera_server.url(f"/ok.jpg?n={number}"), code=f"c-{number}")
    assert rounds(1) == [20]
    assert CameraSnapshot.objects.filter(taken_at__isnull=False).count() == 20


def test_the_password_is_in_no_event_no_trail_and_no_log(
    world: cast.World, camera_server: CameraServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    registered(world.gita, f"http://viewer:s3cret@{camera_server.host}/ok.jpg?token=t0ken")
    rounds(1)
    camera_server.broken = True
    rounds(1)
    rows = [*OutboxEvent.objects.values_list("data"), *AuditEntry.objects.values_list("detail", "object_label")]
    told = str(rows) + caplog.text
    source = CameraSource.objects.get()
    assert "s3cret" not in told and "t0ken" not in told and "viewer" not in told
    assert (source.password, str(source)) == ("s3cret", f"http://{camera_server.host}/ok.jpg")


@pytest.mark.parametrize("address", ["/moved-to-nowhere", "/bomb.png", "/endless-scans"])
def test_one_bad_camera_does_not_end_the_round(world: cast.World, camera_server: CameraServer, address: str) -> None:
    bad = registered(world.gita, camera_server.url(address), code="a-bad")
    good = registered(world.gita, camera_server.url(), code="b-good")
    assert rounds(1) == [2]
    errors = dict(CameraSnapshot.objects.values_list("camera_id", "error"))
    assert errors[bad.pk] and not errors[good.pk]


def test_a_fault_of_the_product_itself_is_noted_with_that_camera(
    world: cast.World, camera_server: CameraServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = registered(world.gita, camera_server.url("/secret.jpg"), code="a-bad")
    good = registered(world.gita, camera_server.url(), code="b-good")
    monkeypatch.setattr("cameras.sources.http_snapshot._checked", _fails_for_refusals)
    assert rounds(3) == [2, 2, 2]
    errors = dict(CameraSnapshot.objects.values_list("camera_id", "error"))
    assert errors == {bad.pk: "source_failed", good.pk: ""}
    bad.refresh_from_db()
    assert bad.stage == Stage.ACTIVE


def _fails_for_refusals(answer: Answer) -> Answer:
    if answer.status != 200:
        raise ZeroDivisionError
    return answer


def test_a_row_that_cannot_be_shown_takes_neither_list_nor_snapshot_down(
    world: cast.World, camera_server: CameraServer
) -> None:
    bad = registered(world.gita, code="a-bad")
    registered(world.gita, code="b-good")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cameras_camera SET point = 'SRID=4326;POINT EMPTY', stage = 'odd' WHERE id = %s", [bad.pk]
        )
    assert [event.code for event in live_cameras("centre")] == ["b-good"]
    client = Client()
    client.force_login(world.gita)
    assert len(client.get("/api/v1/cameras").json()["features"]) == 1
    for address in ("/cameras/", "/cameras/?view=table"):
        assert client.get(address).status_code == 200
