"""The cameras' pages: who sees what, what a form keeps, and aiming by hand in a real browser."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from playwright.async_api import Browser, expect

from cameras.actions.register_camera import register_camera
from cameras.drafts import SourceDraft
from cameras.models import Camera, Stage
from people.models import User
from tests import processes
from tests import world as cast
from tests.cameras.factories import KABANJAHE, draft, registered
from tests.live_client import session_cookie
from tests.world import World


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        **{"name": "Tugu", "code": "tugu", "purpose": "traffic", "kind": "fixed"},
        **{"lat": "3.1", "lon": "98.49", "bearing_deg": "45", "fov_deg": "70", "range_m": "150"},
    }
    return values | changes


def test_the_list_shows_the_cameras_that_the_user_may_see(world: World) -> None:
    registered(world.gita, code="a", name="Kamera Damkar", agency=world.fire)
    registered(world.gita, code="b", name="Kamera Pusat")
    pages = {user.username: log_in(user).get("/cameras/").content.decode() for user in (world.ani, world.citra)}
    assert "Kamera Pusat" in pages["ani"] and "Kamera Damkar" in pages["ani"]
    assert "Kamera Pusat" not in pages["citra"] and "Kamera Damkar" in pages["citra"]


@pytest.mark.parametrize("view", ["pictures", "table"])
def test_the_list_takes_as_many_queries_for_thirty_cameras_as_for_one(
    world: World, view: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        registered(world.gita, code=f"c-{number}", agency=world.fire)
    client = log_in(world.ani)
    with django_assert_max_num_queries(7):
        assert client.get(f"/cameras/?view={view}").status_code == 200


@pytest.mark.parametrize(("language", "text"), [("id", "Gambar mulai diambil"), ("en", "Pictures start when")])
def test_a_camera_that_is_not_in_use_says_when_pictures_start(world: World, language: str, text: str) -> None:
    made = registered(world.gita)
    client = log_in(world.ani)
    client.cookies["django_language"] = language
    said = {}
    for stage in Stage:
        Camera.objects.update(stage=stage)
        said[stage] = text in client.get(f"/cameras/{made.pk}/").content.decode()
    assert said == {Stage.PLANNED: True, Stage.INSTALLED: True, Stage.ACTIVE: False, Stage.FAULTY: False}


def test_a_supervisor_registers_a_camera_by_form(world: World) -> None:
    answer = log_in(world.slamet).post("/cameras/new/", typed())
    camera = Camera.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/cameras/{camera.pk}/")
    assert (camera.bearing_deg, camera.stage) == (45, Stage.PLANNED)


def test_what_was_typed_stays_when_it_cannot_be_saved(world: World) -> None:
    answer = log_in(world.slamet).post("/cameras/new/", typed(url="ftp://x/y.jpg", place="Depan pasar"))
    assert (answer.status_code, Camera.objects.count()) == (422, 0)
    assert "Depan pasar" in answer.content.decode()


def test_the_form_never_shows_the_address_s_secrets(world: World) -> None:
    camera = register_camera(world.gita, draft(), SourceDraft("http://10.1.1.1/x.jpg?token=t0ken", "viewer", "s3cret"))
    page = log_in(world.gita).get(f"/cameras/{camera.pk}/edit/").content.decode()
    assert "http://10.1.1.1/x.jpg" in page and "t0ken" not in page and "s3cret" not in page


def test_saving_without_an_address_keeps_the_stored_one(world: World) -> None:
    camera = register_camera(world.gita, draft(), SourceDraft("http://10.1.1.1/x.jpg?token=t0ken", "viewer", "s3cret"))
    client = log_in(world.gita)
    client.post(f"/cameras/{camera.pk}/edit/", typed(username="viewer", revision=camera.revision))
    camera.source.refresh_from_db()
    assert (camera.source.url, camera.source.password) == ("http://10.1.1.1/x.jpg?token=t0ken", "s3cret")


@pytest.mark.parametrize("person", ["ani", "budi", "eka", "dewi", "fajar"])
def test_others_may_not_change_cameras(world: World, person: str) -> None:
    camera = registered(world.gita)
    client = log_in(getattr(world, person))
    answers = [
        client.post("/cameras/new/", typed()),
        client.post(f"/cameras/{camera.pk}/edit/", typed(revision=1)),
        client.post(f"/cameras/{camera.pk}/stage/", {"stage": "faulty"}),
    ]
    assert {answer.status_code for answer in answers} <= {403, 404}


@pytest.mark.django_db(transaction=True)
async def test_a_camera_is_aimed_by_dragging_on_the_map(transactional_db: None, browser: Browser) -> None:
    people = await sync_to_async(cast.build)()
    camera = await sync_to_async(registered)(people.gita)
    with processes.web() as web:
        context = await browser.new_context(viewport={"width": 1400, "height": 1000})
        name, _, value = (await sync_to_async(session_cookie)(people.gita)).partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": web.address}])
        page = await context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
        await page.goto(f"{web.address}/cameras/{camera.pk}/edit/")
        tip = await page.locator(".camera-tip").bounding_box()
        dot = await page.locator(".camera-dot").bounding_box()
        assert tip is not None and dot is not None
        reach = dot["y"] - tip["y"]
        await page.mouse.move(tip["x"] + 9, tip["y"] + 9)
        await page.mouse.down()
        await page.mouse.move(dot["x"] + 6 + reach, dot["y"] + 6, steps=8)
        await page.mouse.up()
        bearing = float(await page.locator("#id_bearing_deg").input_value())
        assert bearing == pytest.approx(90, abs=4)
        await page.locator("button.primary").click()
        await expect(page.locator(".camera-map")).to_be_visible()
    await sync_to_async(camera.refresh_from_db)()
    assert camera.bearing_deg == pytest.approx(90, abs=4)
    assert (round(camera.point.x, 4), round(camera.point.y, 4)) == (KABANJAHE[0], KABANJAHE[1])
