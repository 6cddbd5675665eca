"""What is taken from a sender, and what is refused in words instead of being lost or misread."""

import json
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from complaints.intake.submission import parse_submission
from complaints.models import Category, Complaint
from geo.models import Area
from geo.position import read_position
from kit.errors import BadInput
from tests.complaints.conftest import KABANJAHE
from tests.complaints.pictures import jpeg

BODY: dict[str, Any] = {"category": "jalan-rusak", "title": "Lubang besar di jalan", **KABANJAHE}
INVISIBLE = "\u200b\u200b\u200b\u200b\u200b"


def _refused(client: Client, **changes: object) -> dict[str, str]:
    answer = client.post("/api/v1/complaints", json.dumps({**BODY, **changes}), content_type="application/json")
    assert answer.status_code == 422, answer.content
    assert not Complaint.objects.exists()
    error: dict[str, str] = answer.json()["error"]
    return error


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": INVISIBLE}, "title"),
        ({"title": f"a{INVISIBLE}b"}, "title"),
        ({"lon": True}, "lon"),
        ({"lat": False}, "lat"),
        ({"lon": "98,49"}, "lon"),
        ({"lon": 3.1, "lat": 98.49}, "lon"),
        ({"lon": 0, "lat": 0}, "lon"),
        ({"lon": "٩٨", "lat": "3"}, "lon"),
        ({"lon": [1]}, "lon"),
        ({"lon": 181}, "lon"),
        ({"lat": None}, "lon"),
        ({"phone": "abc"}, "phone"),
        ({"phone": "0812"}, "phone"),
        ({"phone": "()-./"}, "phone"),
        ({"anonymous": 2}, "anonymous"),
        ({"description": "a" * 5001}, "description"),
        ({"landmark": "a" * 201}, "landmark"),
    ],
)
def test_a_program_is_told_which_field_is_wrong(
    client: Client, potholes: Category, changes: dict[str, object], field: str
) -> None:
    assert _refused(client, **changes)["field"] == field


@pytest.mark.parametrize(
    ("changes", "words"), [({"lon": "98,49"}, "with a point"), ({"lon": 3.1, "lat": 98.49}, "are exchanged"),
                           ({"lon": 0, "lat": 0.0}, "unknown place")],
)  # fmt: skip
def test_common_mistakes_in_degrees_are_named(
    client: Client, potholes: Category, changes: dict[str, object], words: str
) -> None:
    client.cookies["django_language"] = "en"
    assert words in _refused(client, **changes)["message"]


def test_exchanged_degrees_that_are_possible_are_recognised_by_the_region(client: Client, potholes: Category) -> None:
    square = MultiPolygon(Polygon.from_bbox((79, 3, 81, 5)))
    Area.objects.create(
        code="12.06", name="Karo", level="regency", geometry=square, point=square.centroid, area_m2=1.0,
        search_name="karo", imported_at=timezone.now(),
    )  # fmt: skip
    client.cookies["django_language"] = "en"
    assert "exchanged" in _refused(client, lon=4, lat=80)["message"]


@given(lon=st.floats(-180, 180).filter(bool), lat=st.floats(-90, 90), as_text=st.booleans())
def test_every_position_on_earth_is_read_as_it_is_written(lon: float, lat: float, as_text: bool) -> None:
    values = (repr(lon), repr(lat)) if as_text else (lon, lat)
    assert read_position(*values) == (lon, lat)


@given(
    lon=st.one_of(st.booleans(), st.text(max_size=8), st.floats(), st.integers(), st.none()),
    lat=st.one_of(st.booleans(), st.text(max_size=8), st.floats(), st.integers(), st.none()),
)
def test_whatever_comes_for_a_position_is_read_or_refused(lon: object, lat: object) -> None:
    try:
        found = read_position(lon, lat)
    except BadInput as error:
        assert error.field in {"lon", "lat"}
        return
    assert found is None or (abs(found[0]) <= 180 and abs(found[1]) <= 90 and found != (0, 0))


@pytest.mark.parametrize("phone", ["0812 3456 7890", "+62 812-3456-7890", "(0628) 20123", "+60 12 345 6789", ""])
def test_telephone_numbers_are_taken_as_people_write_them(phone: str) -> None:
    assert parse_submission({**BODY, "phone": phone}).phone == phone


def _file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("lubang.jpg", data, "image/jpeg")


@pytest.mark.parametrize(("name", "data"), [("image", jpeg()), ("photos", jpeg()), ("photo", b"")])
def test_a_photo_that_would_be_lost_is_refused(client: Client, potholes: Category, name: str, data: bytes) -> None:
    answer = client.post("/api/v1/complaints", {**BODY, name: _file(data)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_photo")
    assert not Complaint.objects.exists()


def test_an_empty_photo_is_named_on_the_form_and_the_good_one_stays(client: Client, potholes: Category) -> None:
    client.cookies["django_language"] = "en"
    values = {**BODY, "form_token": "7f1c7e64-6a0e-4b8a-9d7e-0a3d8a4d9f11"}
    answer = client.post("/pengaduan/", {**values, "photo": [_file(jpeg()), _file(b"")]})
    assert answer.status_code == 422
    assert "is empty" in answer.content.decode()
    client.post("/pengaduan/", values)
    assert Complaint.objects.get().photos.count() == 1
