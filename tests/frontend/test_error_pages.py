"""An error looks like the pages around it: the portal for citizens, the centre's own theme for staff."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from pytest import MonkeyPatch

from config import errors
from frontend.views import portal
from kit.errors import AppError, TooManyRequests, TryLater
from people.access import Denied
from tests.world import World


def _page(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("path", ["/nothing/", "/status/XXXX-XXXX/", "/pengaduan/terkirim/x/"])
def test_a_visitors_error_looks_like_the_portal(world: World, path: str) -> None:
    status, page = _page(Client(), path)
    assert status == 404
    assert 'data-theme="day"' in page and '<body class="page portal">' in page


@pytest.mark.parametrize(
    ("name", "path", "theme"),
    [
        ("ani", "/desk/XXXX-XXXX/", "dark"),
        ("ani", "/status/XXXX-XXXX/", "day"),
        ("ani", "/nothing/", "dark"),
        ("fajar", "/field/XXXX-XXXX/", "day"),
        ("fajar", "/desk/", "dark"),
    ],
)
def test_an_error_of_staff_has_the_theme_of_the_pages_around_it(
    client: Client, world: World, name: str, path: str, theme: str
) -> None:
    client.force_login(getattr(world, name))
    status, page = _page(client, path)
    assert status in {403, 404}
    assert f'data-theme="{theme}"' in page
    assert ('class="page portal"' in page) == path.startswith("/status/")


@pytest.mark.parametrize("error", [Denied(), TooManyRequests(), TryLater()])
def test_every_status_of_the_portal_looks_like_it(
    client: Client, world: World, monkeypatch: MonkeyPatch, error: AppError
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(portal, "map_settings", fails)
    answer = client.get("/pengaduan/")
    assert answer.status_code == error.status
    assert 'data-theme="day"' in answer.content.decode()


def test_a_request_that_cannot_be_read_gets_a_page_with_words(world: World) -> None:
    answer = errors.bad_request(RequestFactory().get("/pengaduan/"), SuspiciousOperation())
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "<h1>" in page and 'data-theme="day"' in page
    assert errors.bad_request(RequestFactory().get("/api/v1/x"), SuspiciousOperation())["content-type"].endswith("json")


def test_a_fault_is_light_for_citizens_and_names_the_icon(world: World) -> None:
    page = errors.server_error(RequestFactory().get("/pengaduan/")).content.decode()
    assert '<meta name="color-scheme" content="light">' in page
    assert 'href="/favicon.ico"' in page


def test_the_icon_is_there_on_every_page_and_where_browsers_ask_for_it(client: Client, db: None) -> None:
    answer = client.get("/favicon.ico", follow=True)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] == b"\x00\x00\x01\x00"  # type: ignore[attr-defined]
    page = client.get("/login/").content.decode()
    assert '<link rel="icon" href="/static/frontend/favicon.' in page
    svg = client.get("/static/frontend/favicon.svg")
    assert svg["content-type"] == "image/svg+xml"
