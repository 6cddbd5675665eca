"""Who reaches which page, and what a page says of itself."""

from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory

from config.errors import server_error
from frontend import manifest
from frontend.views.wall import region_bounds, zone_label
from tests.world import World


def test_it_sends_a_visitor_of_the_wall_to_the_login(client: Client) -> None:
    answer = client.get("/wall/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/wall/")


def test_it_refuses_the_wall_to_field_staff(client: Client, world: World) -> None:
    client.force_login(world.fajar)
    assert client.get("/wall/").status_code == 403


def test_it_opens_the_wall_to_everyone_who_watches(client: Client, world: World) -> None:
    for user in (world.ani, world.slamet, world.budi, world.dewi, world.eka, world.gita):
        client.force_login(user)
        assert client.get("/wall/").status_code == 200


@pytest.mark.parametrize(("name", "start"), [("ani", "/wall/"), ("dewi", "/wall/"), ("fajar", "/field/")])
def test_it_starts_each_role_on_a_page_that_it_may_open(client: Client, world: World, name: str, start: str) -> None:
    client.force_login(getattr(world, name))
    assert client.get("/start/")["Location"] == start


@pytest.mark.parametrize(("language", "words"), [("id", "Nama pengguna"), ("en", "User name")])
def test_it_speaks_both_languages(client: Client, db: None, language: str, words: str) -> None:
    client.cookies["django_language"] = language
    assert words in client.get("/login/").content.decode()


def test_it_keeps_the_theme_that_was_chosen(client: Client, db: None) -> None:
    client.cookies["pantau_theme"] = "day"
    assert 'data-theme="day"' in client.get("/login/").content.decode()


def test_it_ignores_a_theme_that_does_not_exist(client: Client, db: None) -> None:
    client.cookies["pantau_theme"] = '"><script>'
    assert 'data-theme="dark"' in client.get("/login/").content.decode()


def test_it_says_which_command_builds_the_front_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(manifest, "MANIFEST", tmp_path / "manifest.json")
    with pytest.raises(manifest.NotBuilt, match="npm run build"):
        manifest.entry("wall")


def test_it_refuses_an_icon_name_that_is_none() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template('{% load vite %}{% icon "../secret" %}').render(Context())


@pytest.mark.parametrize(
    ("zone", "label"),
    [("Asia/Jakarta", "WIB"), ("Asia/Pontianak", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
)
def test_it_names_the_zone_as_people_do(zone: str, label: str) -> None:
    assert zone_label(zone) == label


def test_it_has_no_bounds_before_areas_are_imported(db: None) -> None:
    assert region_bounds() is None


@pytest.mark.parametrize("path", ["/status/ZZZZZ-ZZZZZ/", "/pengaduan/nothing/", "/nothing/"])
def test_citizens_meet_errors_by_daylight(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'data-theme="day"' in answer.content.decode()


def test_a_refused_form_of_a_citizen_is_a_light_page(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["django_language"] = "id"
    answer = browser.post("/pengaduan/", {"title": "Lubang"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert 'data-theme="day"' in page
    assert "muat ulang halamannya, lalu kirim sekali lagi." in page


@pytest.mark.parametrize(("path", "scheme"), [("/", "light"), ("/pengaduan/", "light"), ("/desk/", "light dark")])
def test_the_page_of_a_fault_is_light_for_citizens(rf: RequestFactory, path: str, scheme: str) -> None:
    answer = server_error(rf.get(path))
    assert answer.status_code == 500
    assert f'name="color-scheme" content="{scheme}"' in answer.content.decode()


def test_an_empty_field_is_named_in_the_products_own_words(client: Client, db: None) -> None:
    client.cookies["django_language"] = "id"
    page = client.post("/pengaduan/", {"email": "x@"}).content.decode()
    assert "Isi bagian ini." in page
    assert "nama@contoh.id" in page
    assert "Bidang ini" not in page


@pytest.mark.parametrize(
    ("sent", "at"), [({"reason": "", "hours": "6"}, "reason"), ({"reason": "Erupsi", "hours": "9999999"}, "hours")]
)
def test_surge_mode_says_which_field_is_wrong(client: Client, world: World, sent: dict[str, str], at: str) -> None:
    client.force_login(world.slamet)
    answer = client.post("/desk/surge/", sent)
    assert answer.status_code == 422
    field = answer.content.decode().split('class="field invalid"')
    assert len(field) == 2
    assert f'name="{at}"' in field[1].split("</div>")[0]


def test_a_surge_that_holds_is_not_among_the_earlier_ones(client: Client, world: World) -> None:
    client.force_login(world.slamet)
    client.post("/desk/surge/", {"reason": "Erupsi Sinabung", "hours": "6"})
    assert client.get("/desk/surge/").content.decode().count("Erupsi Sinabung") == 1
