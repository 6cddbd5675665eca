"""The public API and the staff's list."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from complaints.actions.forward import forward
from complaints.actions.reject import reject
from complaints.actions.verify import verify
from complaints.models import Category, Complaint, Reporter
from tests.complaints.conftest import KABANJAHE, Submit
from tests.complaints.pictures import jpeg
from tests.world import World

BODY = {"category": "jalan-rusak", "title": "Lubang besar di jalan", **KABANJAHE}


def _post(client: Client, body: dict[str, Any]) -> Any:
    return client.post("/api/v1/complaints", json.dumps(body), content_type="application/json")


def test_a_program_sends_a_complaint_without_login(potholes: Category) -> None:
    answer = _post(Client(enforce_csrf_checks=True), {**BODY, "name": "Roslina", "phone": "0812 3456 7890"})
    assert answer.status_code == 201
    complaint = Complaint.objects.get(tracking_code=answer.json()["code"])
    assert (complaint.channel, complaint.reporter.name) == ("api", "Roslina")


def test_a_form_with_a_photo_is_taken_too(client: Client, potholes: Category) -> None:
    file = SimpleUploadedFile("../../evil.php", jpeg(), "image/jpeg")
    answer = client.post("/api/v1/complaints", {**BODY, "anonymous": "true", "photo": file})
    complaint = Complaint.objects.get(tracking_code=answer.json()["code"])
    photo = complaint.photos.get()
    assert (complaint.has_photo, complaint.reporter.anonymous) == (True, True)
    assert "evil" not in str(photo.image.name)


def test_the_links_of_the_answer_work(client: Client, potholes: Category) -> None:
    body = _post(client, BODY).json()
    public, own = client.get(body["status_url"]), client.get(body["secret_url"])
    assert (public.status_code, own.status_code) == (200, 200)
    assert (public.context["shown"].own, own.context["shown"].own) == (False, True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**BODY, "title": ""}, "title"),
        ({**BODY, "category": "tidak-ada"}, "category"),
        ({**BODY, "lat": None}, "lon"),
        ({**BODY, "colour": "red"}, "colour"),
        ({**BODY, "anonymous": "perhaps"}, "anonymous"),
    ],
)
def test_it_rejects_a_wrong_field_and_names_it(
    client: Client, potholes: Category, body: dict[str, Any], field: str
) -> None:
    answer = _post(client, body)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field


@pytest.mark.parametrize("body", ["", "[]", "{", '"x"', "\xff"])
def test_it_rejects_what_is_no_json_object(client: Client, db: None, body: str) -> None:
    answer = client.post("/api/v1/complaints", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_input")


def test_it_rejects_a_file_that_is_no_photo(client: Client, potholes: Category) -> None:
    answer = client.post("/api/v1/complaints", {**BODY, "photo": SimpleUploadedFile("a.jpg", b"GIF89a", "image/jpeg")})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_photo")
    assert not Complaint.objects.exists()


def test_one_address_cannot_flood_the_centre(client: Client, potholes: Category, settings: Settings) -> None:
    settings.PANTAU_COMPLAINTS_PER_HOUR = 2
    answers = [_post(client, BODY) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert "Retry-After" in answers[-1].headers


def test_the_status_says_where_it_stands_and_not_who_sent_it(client: Client, world: World, send: Submit) -> None:
    code = send(name="Roslina", phone="0812-3456-7890").complaint.tracking_code
    reject(code, world.ani, reason="Sudah diperbaiki kemarin")
    body = client.get(f"/api/v1/complaints/{code.lower()}").json()
    assert body["status"] == "rejected"
    assert [step["step"] for step in body["steps"]] == ["submit", "reject"]
    assert "Roslina" not in json.dumps(body)
    assert "0812" not in json.dumps(body)


def test_the_status_of_a_secret_complaint_tells_no_words(client: Client, world: World, send: Submit) -> None:
    receipt = send(title="Kepala desa minta uang", confidential=True)
    reject(receipt.complaint.tracking_code, world.ani, reason="Bukti tidak cukup")
    address = f"/api/v1/complaints/{receipt.complaint.tracking_code}"
    assert not any(word in client.get(address).content.decode() for word in ("Kepala desa", "Bukti"))
    assert "Kepala desa" in client.get(f"{address}?key={receipt.secret}").content.decode()


@pytest.mark.parametrize("code", ["XXXXX-XXXXX", "satu", "22222-22222"])
def test_a_code_that_is_none_is_not_found(client: Client, db: None, code: str) -> None:
    assert client.get(f"/api/v1/complaints/{code}").status_code == 404


def test_categories_that_are_not_open_are_not_listed(client: Client, potholes: Category, question: Category) -> None:
    Category.objects.filter(pk=question.pk).update(active=False)
    listed = client.get("/api/v1/categories").json()["categories"]
    assert [row["code"] for row in listed] == ["jalan-rusak"]


def test_pages_follow_one_another_without_a_gap(client: Client, world: World, send: Submit) -> None:
    codes = [send().complaint.tracking_code for _ in range(5)][::-1]
    client.force_login(world.ani)
    first = client.get("/api/v1/complaints?limit=3").json()
    second = client.get(f"/api/v1/complaints?limit=3&before={first['next']}").json()
    assert [row["code"] for row in first["complaints"] + second["complaints"]] == codes
    assert second["next"] is None


def test_a_heap_of_work_is_listed_by_urgency_without_a_gap(
    client: Client, world: World, send: Submit, fire: Category
) -> None:
    ordinary = [send().complaint.tracking_code for _ in range(2)]
    urgent = send(category="kebakaran").complaint.tracking_code
    client.force_login(world.ani)
    seen: list[str] = []
    before = ""
    for _ in range(3):
        body = client.get(f"/api/v1/complaints?queue=new&limit=1&before={before}").json()
        seen += [row["code"] for row in body["complaints"]]
        before = body["next"]
    assert seen == [urgent, *ordinary]


@pytest.mark.parametrize("query", ["colour=red", "limit=0", "limit=x", "before=-1", "status=lost", "since=yesterday"])
def test_it_rejects_a_parameter_that_it_does_not_understand(client: Client, world: World, query: str) -> None:
    client.force_login(world.ani)
    answer = client.get(f"/api/v1/complaints?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_parameter")


@pytest.mark.parametrize(
    ("name", "known"),
    [("queue", "route"), ("agency", "dinas-pupr"), ("category", "jalan-rusak"), ("priority", "emergency"),
     ("status", "received"), ("area", "")],
)  # fmt: skip
def test_an_unknown_value_is_refused_with_the_known_ones(
    client: Client, world: World, potholes: Category, name: str, known: str
) -> None:
    client.force_login(world.ani)
    answer = client.get("/api/v1/complaints", {name: "zzz"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (400, "bad_parameter", name)
    assert "zzz" in error["message"]
    assert known in error["message"]


def test_an_officer_has_other_queues_than_the_centre(client: Client, world: World) -> None:
    client.force_login(world.budi)
    assert client.get("/api/v1/complaints?queue=route").status_code == 400
    assert client.get("/api/v1/complaints?queue=work").status_code == 200


def test_the_list_narrows_by_what_is_asked(client: Client, world: World, send: Submit, fire: Category) -> None:
    send()
    wanted = send(category="kebakaran", title="Asap di pasar").complaint
    client.force_login(world.ani)
    for query in ("category=kebakaran", "priority=emergency", "q=asap", "status=received,verified&q=ASAP"):
        rows = client.get(f"/api/v1/complaints?{query}").json()["complaints"]
        assert [row["code"] for row in rows] == [wanted.tracking_code], query


def test_a_page_of_complaints_costs_the_same_however_many_there_are(
    client: Client, world: World, send: Submit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        code = send().complaint.tracking_code
        verify(code, world.ani)
        forward(code, world.ani, instruction="Tambal")
    client.force_login(world.ani)
    with django_assert_max_num_queries(3):  # session, user, complaints
        assert len(client.get("/api/v1/complaints").json()["complaints"]) == 12


def test_an_officer_lists_the_own_agencys_complaints_only(client: Client, world: World, send: Submit) -> None:
    code = send().complaint.tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Tambal")
    for user, count in ((world.budi, 1), (world.citra, 0)):
        client.force_login(user)
        assert len(client.get("/api/v1/complaints").json()["complaints"]) == count


def test_no_list_ever_loads_a_reporter(client: Client, world: World, send: Submit) -> None:
    send(name="Roslina", phone="0812-3456-7899")
    assert Reporter.objects.get().phone == "0812-3456-7899"
    for user in (world.ani, world.eka):
        client.force_login(user)
        text = client.get("/api/v1/complaints").content.decode() + client.get("/desk/").content.decode()
        assert "Roslina" not in text
        assert "0812-3456-7899" not in text

        assert "0812-99" not in text


def test_a_page_goes_on_from_no_complaint_that_the_reader_may_not_see(
    client: Client, world: World, send: Submit
) -> None:
    """What comes after it would tell when it was made."""
    own, foreign = send().complaint, send().complaint
    Complaint.objects.filter(pk=own.pk).update(agency=world.roads)
    Complaint.objects.filter(pk=foreign.pk).update(agency=world.fire)
    client.force_login(world.budi)
    hidden, unknown = (client.get(f"/api/v1/complaints?before={pk}").json() for pk in (foreign.pk, 999_999))
    assert hidden == unknown
