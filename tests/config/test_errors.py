"""Wrong addresses are answered in the form that the asker reads, and never by a fault of the server."""

import json

import pytest
from django.test import Client, RequestFactory

from config.errors import server_error
from tests.world import World


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/tiles/nothing"])
def test_a_program_is_told_in_json(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_a_person_is_told_on_a_page(db: None) -> None:
    answer = Client(headers={"accept": "text/html"}).get("/nothing/")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "path",
    ["/desk/?q=%00", "/fleet/?q=%00", "/cameras/?q=a%00b", "/people/?q=%00", "/api/v1/complaints?q=%00", "/desk/%00/"],
)
def test_a_nul_in_an_address_is_refused(world: World, path: str) -> None:
    client = Client()
    client.force_login(world.gita)
    assert client.get(path).status_code == 422


def test_a_fault_of_the_server_is_json_for_programs() -> None:
    answer = server_error(RequestFactory().get("/api/v1/categories"))
    assert answer.status_code == 500
    assert json.loads(answer.content)["error"]["code"] == "server_error"
