"""A complaint's place must lie in the region, once the region is known."""

import json
from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.models import Category, Complaint
from geo.models import Area
from tests.complaints.conftest import KABANJAHE, Submit
from tests.world import World

JAKARTA = {"lon": 106.8272, "lat": -6.1754}


@pytest.fixture
def karo(db: None) -> Area:
    square = MultiPolygon(Polygon.from_bbox((98.4, 3.0, 98.6, 3.2)))
    return Area.objects.create(
        code="12.06", name="Karo", level="regency", geometry=square, point=square.centroid, area_m2=1.0,
        search_name="karo", imported_at=timezone.now(),
    )  # fmt: skip


def _form(**changes: object) -> dict[str, object]:
    return {"form_token": str(uuid4()), "category": "jalan-rusak", "title": "Lubang besar", **changes}


def test_the_form_asks_back_for_a_place_outside_the_region(client: Client, potholes: Category, karo: Area) -> None:
    client.cookies["django_language"] = "en"
    answer = client.post("/pengaduan/", _form(**JAKARTA))
    assert answer.status_code == 422
    assert "outside the region" in answer.content.decode()
    assert client.post("/pengaduan/", _form(**KABANJAHE)).status_code == 302
    assert client.post("/pengaduan/", _form()).status_code == 302


def test_a_program_is_told_that_the_place_is_outside(client: Client, potholes: Category, karo: Area) -> None:
    body = {"category": "jalan-rusak", "title": "Lubang besar", **JAKARTA}
    answer = client.post("/api/v1/complaints", json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "lon")
    assert not Complaint.objects.exists()


def test_without_areas_every_place_will_do(client: Client, potholes: Category) -> None:
    assert client.post("/pengaduan/", _form(**JAKARTA)).status_code == 302


@pytest.mark.parametrize("token", ["", "x", None])
def test_a_form_without_its_token_says_so_and_gets_one(client: Client, potholes: Category, token: str | None) -> None:
    client.cookies["django_language"] = "en"
    values = _form()
    del values["form_token"]
    answer = client.post("/pengaduan/", values if token is None else {**values, "form_token": token})
    assert answer.status_code == 422
    assert "came without its number" in answer.content.decode()
    fresh = answer.context["form"]["form_token"].value()
    assert client.post("/pengaduan/", {**values, "form_token": fresh}).status_code == 302


def test_no_list_case_or_step_loads_the_outline_of_an_area(
    client: Client, world: World, send: Submit, karo: Area
) -> None:
    code = send().complaint.tracking_code
    client.force_login(world.ani)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/desk/{code}/").status_code == 200
        assert client.get(f"/desk/?complaint={code}").status_code == 200
        assert client.get("/api/v1/complaints").status_code == 200
        assert client.post(f"/desk/{code}/verify/", {"version": "1"}).status_code == 302
    # A column that is selected stands right behind SELECT or a comma; one that is searched stands in a function.
    loaded = [query["sql"] for query in queries if '"geo_area"."geometry"' in query["sql"].split(" FROM ")[0]]
    assert loaded == []
