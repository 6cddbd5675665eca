"""A camera's password: encrypted, and for the server alone that it was given for."""

import pytest
from django.test import Client

from cameras.actions.change_stage import change_stage
from cameras.actions.edit_camera import edit_camera
from cameras.actions.register_camera import register_camera
from cameras.drafts import SourceDraft
from cameras.errors import BadCamera, SourcePasswordUnreadable
from cameras.models import Camera, CameraSource, Stage
from cameras.refresh import login_of
from kit.errors import BadInput
from tests.cameras.factories import draft
from tests.world import World


def camera_with_password(world: World) -> Camera:
    return register_camera(world.gita, draft(), SourceDraft("http://10.1.1.1/x.jpg", "viewer", "s3cret"))


def test_it_is_stored_encrypted(world: World) -> None:
    camera_with_password(world)
    stored = CameraSource.objects.values().get()
    assert "s3cret" not in str(stored)
    assert CameraSource.objects.get().password == "s3cret"


def test_an_empty_password_keeps_the_stored_one_for_another_path(world: World) -> None:
    camera = camera_with_password(world)
    edit_camera(world.gita, camera.pk, camera.revision, draft(), SourceDraft("http://10.1.1.1/y.jpg", "viewer"))
    source = CameraSource.objects.get()
    assert (source.url, source.password) == ("http://10.1.1.1/y.jpg", "s3cret")


@pytest.mark.parametrize(
    "url",
    ["http://10.1.1.2/x.jpg", "https://10.1.1.1/x.jpg", "http://10.1.1.1:81/x.jpg", "http://10.1.1.1.evil.id/x.jpg"],
)
def test_another_origin_asks_for_the_password_again(world: World, url: str) -> None:
    camera = camera_with_password(world)
    with pytest.raises(BadCamera) as caught:
        edit_camera(world.gita, camera.pk, camera.revision, draft(), SourceDraft(url, "viewer"))
    assert caught.value.field == "password"
    assert CameraSource.objects.get().url == "http://10.1.1.1/x.jpg"
    edit_camera(world.gita, camera.pk, camera.revision, draft(), SourceDraft(url, "viewer", "new"))
    assert CameraSource.objects.get().password == "new"


def test_the_form_says_so_beside_the_password(world: World) -> None:
    camera = camera_with_password(world)
    client = Client()
    client.force_login(world.gita)
    values = {"name": "x", "code": "x", "purpose": "traffic", "kind": "fixed", "lat": "3.1", "lon": "98.4"}
    values |= {"fov_deg": "70", "range_m": "100", "url": "http://10.1.1.9/x.jpg", "username": "viewer"}
    answer = client.post(f"/cameras/{camera.pk}/edit/", values | {"revision": str(camera.revision)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["password"])


def test_without_a_user_the_password_goes(world: World) -> None:
    camera = camera_with_password(world)
    edit_camera(world.gita, camera.pk, camera.revision, draft(), SourceDraft("http://10.1.1.2/x.jpg"))
    assert CameraSource.objects.get().sealed_password == ""


def test_a_row_that_was_changed_past_the_form_gives_no_password(world: World) -> None:
    camera_with_password(world)
    CameraSource.objects.update(url="http://10.9.9.9/x.jpg")
    with pytest.raises(SourcePasswordUnreadable):
        login_of(CameraSource.objects.get())


@pytest.mark.parametrize("place", ["Stage reason \0", "\ud800"])
def test_text_that_cannot_be_stored_is_refused_in_every_form(world: World, place: str) -> None:
    camera = camera_with_password(world)
    client = Client()
    client.force_login(world.gita)
    if "\0" in place:  # half a surrogate does not come by HTTP: the form's encoding replaces it
        raised = client.post(f"/cameras/{camera.pk}/stage/", {"stage": Stage.FAULTY, "reason": place})
        assert raised.status_code == 422
    with pytest.raises(BadInput):
        change_stage(world.gita, camera.pk, Stage.FAULTY, place)
    for field in ("name", "code", "place", "description"):
        with pytest.raises(BadCamera):
            register_camera(world.gita, draft(**{"code": "o", field: place}))
    for wrong in (SourceDraft("http://10.1.1.1/" + place), SourceDraft("http://10.1.1.1/x", place, "x")):
        with pytest.raises(BadCamera):
            register_camera(world.gita, draft(code="o"), wrong)
