"""The endpoints of areas, places and ground."""

import json
import re

import pytest
from django.test import Client
from shapely.geometry import LineString, Point, mapping

from geo.formats import Feature
from geo.imports.ground import import_ground

pytestmark = pytest.mark.django_db


def test_areas_of_a_level_are_geojson_with_code_name_and_level(client: Client, squares: None) -> None:
    response = client.get("/api/v1/areas?level=district")
    assert response["Content-Type"] == "application/geo+json"
    features = json.loads(response.content)["features"]
    assert [f["properties"]["code"] for f in features] == ["12.06.12", "12.06.16"]
    assert features[0]["properties"]["name"] == "Simpang Empat"
    assert features[0]["geometry"]["type"] == "MultiPolygon"


def test_areas_can_be_asked_for_within_a_parent_and_without_outline(client: Client, squares: None) -> None:
    features = client.get("/api/v1/areas?level=village&parent=12.06.12&geometry=none").json()["features"]
    assert [(f["id"], f["geometry"]) for f in features] == [("12.06.12.2018", None)]


def test_an_unchanged_answer_is_not_sent_again(client: Client, squares: None) -> None:
    first = client.get("/api/v1/areas?level=district")
    again = client.get("/api/v1/areas?level=district", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first["Cache-Control"]


@pytest.mark.parametrize(
    "url",
    [
        "/api/v1/areas",
        "/api/v1/areas?level=planet",
        "/api/v1/areas?level=district&colour=red",
        "/api/v1/areas?level=district&level=village",
        "/api/v1/areas?level=village&parent=xx",
        "/api/v1/areas?level=village&geometry=round",
        "/api/v1/places",
        "/api/v1/places?q=",
        "/api/v1/places?q=lingga&limit=0",
        "/api/v1/places?query=lingga",
        "/api/v1/places/at?lon=98",
        "/api/v1/places/at?lon=198&lat=3",
        "/api/v1/places/at?lon=nan&lat=3",
        "/api/v1/places?q=lingga&limit=999",
        "/api/v1/places?q=lingga&limit=two",
        "/api/v1/places?q=lingga&q=kabanjahe",
        f"/api/v1/places?q={'x' * 121}",
        "/api/v1/places/at?lon=98&lat=inf",
        "/api/v1/places/at?lon=98,5&lat=3,1",
        "/api/v1/places/at?lon=98&lat=3&bbox=1,2,3,4",
        "/api/v1/ground?kind=sea",
        "/api/v1/ground?kind=",
        "/api/v1/ground?bbox=97,2,99,4",
        f"/api/v1/ground?kind={'x' * 5000}",
        "/api/v1/areas?level=",
        "/api/v1/areas?level=district&bbox=97,2,99,4",
        "/api/v1/areas?level=village&parent=12.06.%25",
        "/api/v1/areas?level=village&parent=12.06'--",
        f"/api/v1/areas?level=village&parent={'12.' * 2000}",
    ],
)
def test_it_rejects_what_it_does_not_understand(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["code"] in {"refused_parameter", "invalid_area_code"} and error["message"]


@pytest.mark.parametrize(
    ("url", "english", "indonesian"),
    [
        ("areas?level=planet", "one of: province, regency, district, village.", "salah satu dari: province, regency,"),
        ("areas?level=village&geometry=round", "one of: simplified, full, none.", "dari: simplified, full, none."),
        ("places?q=", "must not be empty.", "tidak boleh kosong."),
        (f"places?q={'x' * 121}", "at most 120 characters long.", "paling panjang 120 karakter."),
        ("places?q=lingga&limit=0", "must be 1 or more.", "paling kecil 1."),
        ("places?q=lingga&limit=999", "must be 50 or less.", "paling besar 50."),
        (
            "places?q=lingga&limit=two",
            "a whole number, written in digits.",
            "bilangan bulat yang ditulis dengan angka.",
        ),
        (f"places?q=lingga&limit={'9' * 5000}", "a whole number, written in digits.", "bilangan bulat"),
        ("places?q=lingga&limit=1.5", "a whole number, written in digits.", "bilangan bulat"),
        ("places/at?lon=198&lat=3", "must be 180.0 or less.", "paling besar 180.0."),
        ("places/at?lon=nan&lat=3", "a number, such as 98.49.", "angka, misalnya 98.49."),
        ("places/at?lon=98,5&lat=3", "a number, such as 98.49.", "angka, misalnya 98.49."),
        ("ground?kind=sea", "must be one of: ", "harus salah satu dari: "),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_request(
    client: Client, url: str, english: str, indonesian: str
) -> None:
    for language, words in (("en", english), ("id", indonesian)):
        client.cookies["django_language"] = language
        message = client.get(f"/api/v1/{url}").json()["error"]["message"]
        assert words in message
        assert language == "en" or not re.search(r"\b(should|must|input|valid|value)\b", message, re.IGNORECASE)


@pytest.mark.parametrize(
    "url",
    [
        "/api/v1/places?q=a%00b",
        "/api/v1/places?q%00=a",
        "/api/v1/places/at?lon=98%00&lat=3",
        "/api/v1/ground?kind=road%00",
        "/api/v1/areas?level=district&parent=12%00",
    ],
)
def test_it_refuses_a_nul_with_a_sentence(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 422
    assert response.json()["error"]["message"]


@pytest.mark.parametrize("q", ["%F0%9F%98%80", "%ED%A0%80", "%25%5F%27%22%5C", "1e999,1e999", "%20"])
def test_a_strange_search_finds_nothing_and_breaks_nothing(client: Client, squares: None, q: str) -> None:
    response = client.get(f"/api/v1/places?q={q}")
    assert (response.status_code, response.json()) == (200, [])


@pytest.mark.parametrize("address", ["places?q=x", "places/at?lon=98&lat=3", "ground", "areas?level=district"])
def test_they_are_only_read(client: Client, address: str) -> None:
    assert client.post(f"/api/v1/{address}").status_code == 405


def test_places_are_found_by_name(client: Client, squares: None) -> None:
    (place,) = client.get("/api/v1/places?q=lingga").json()
    assert (place["kind"], place["name"], place["detail"]) == ("village", "Lingga", "Simpang Empat, Kabupaten Karo")
    assert set(place) == {"kind", "name", "detail", "lon", "lat", "bbox"}


def test_a_point_is_answered_with_its_name_and_areas(client: Client, squares: None) -> None:
    answer = client.get("/api/v1/places/at?lon=98.46&lat=3.13").json()
    assert answer["name"] == "Lingga, Simpang Empat"
    assert [area["level"] for area in answer["areas"]] == ["province", "regency", "district", "village"]


def test_ground_is_served_by_kind(client: Client) -> None:
    import_ground(
        [
            Feature(
                1,
                {"code": "r1", "kind": "road", "name": "Jalan Udara", "class": "national"},
                LineString([(98, 3), (99, 3)]),
            ),
            Feature(2, {"code": "p1", "kind": "peak", "name": "Sinabung", "class": "volcano"}, Point(98.392, 3.17)),
        ],
        "test",
    )
    features = client.get("/api/v1/ground?kind=peak").json()["features"]
    assert [f["properties"] for f in features] == [
        {"code": "p1", "kind": "peak", "name": "Sinabung", "class": "volcano"}
    ]
    assert features[0]["geometry"] == json.loads(json.dumps(mapping(Point(98.392, 3.17))))


def test_ground_is_found_by_search(client: Client) -> None:
    import_ground([Feature(1, {"code": "p1", "kind": "peak", "name": "Gunung Sinabung"}, Point(98.392, 3.17))], "test")
    (place,) = client.get("/api/v1/places?q=sinabung").json()
    assert (place["kind"], place["name"]) == ("peak", "Gunung Sinabung")
