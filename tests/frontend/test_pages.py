"""Who reaches which page, and what a page says of itself."""

from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client

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


@pytest.mark.parametrize(("name", "start"), [("ani", "/wall/"), ("dewi", "/wall/"), ("fajar", "/")])
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
