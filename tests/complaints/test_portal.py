"""The citizens' pages, without a browser."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints.actions.answer import answer
from complaints.models import Category, Complaint, HeldPhoto, Status
from frontend import manifest
from tests.complaints.conftest import KABANJAHE, Submit
from tests.complaints.pictures import jpeg
from tests.world import World

FIRST_LOAD_BYTES = 150_000
LATIN_FONT = "inter-latin-wght"


def form(**changes: object) -> dict[str, object]:
    """A form as the browser sends it."""
    values = {"form_token": str(uuid4()), "category": "jalan-rusak", "title": "Lubang besar di jalan", **KABANJAHE}
    return {**values, **changes}


def photo(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("lubang.jpg", data or jpeg(), "image/jpeg")


def test_a_complaint_is_sent_without_a_script(client: Client, potholes: Category) -> None:
    answer = client.post("/pengaduan/", form(photo=photo(), name="Roslina"), follow=True)
    complaint = Complaint.objects.get()
    assert complaint.tracking_code in answer.content.decode()
    assert (complaint.has_photo, complaint.reporter.name) == (True, "Roslina")


def test_the_form_sent_twice_makes_one_complaint(client: Client, potholes: Category) -> None:
    values = form()
    first, second = client.post("/pengaduan/", values), client.post("/pengaduan/", values)
    assert first["location"] == second["location"]
    assert Complaint.objects.count() == 1


def test_nothing_is_lost_when_the_form_fails(client: Client, potholes: Category) -> None:
    values = form(title="", description="Sejak Senin", landmark="Depan pasar", photo=photo())
    failed = client.post("/pengaduan/", values)
    text = failed.content.decode()
    assert failed.status_code == 422
    assert all(kept in text for kept in ("Sejak Senin", "Depan pasar", "98.4908"))
    del values["photo"]
    client.post("/pengaduan/", {**values, "title": "Lubang besar"})
    assert Complaint.objects.get().photos.count() == 1
    assert not HeldPhoto.objects.exists()


def test_a_photo_that_cannot_be_read_costs_none_of_the_good_ones(client: Client, potholes: Category) -> None:
    values = form(photo=[photo(), photo(b"GIF89a")])
    assert client.post("/pengaduan/", values).status_code == 422
    del values["photo"]
    client.post("/pengaduan/", values)
    assert Complaint.objects.get().photos.count() == 1


def test_kept_photos_can_be_left_out(client: Client, potholes: Category) -> None:
    values = form(title="", photo=photo())
    client.post("/pengaduan/", values)
    del values["photo"]
    client.post("/pengaduan/", {**values, "title": "Lubang besar", "drop_photos": "on"})
    assert not Complaint.objects.get().has_photo


def test_a_typed_code_leads_to_the_status(client: Client, send: Submit) -> None:
    code = send().complaint.tracking_code
    assert client.get("/", {"code": code.lower().replace("-", " ")})["location"] == f"/status/{code}/"


def test_a_mistyped_code_is_said_to_be_one(client: Client, db: None) -> None:
    answer = client.get("/", {"code": "<b>ABC</b>"})
    assert answer.status_code == 400
    assert "&lt;b&gt;ABC" in answer.content.decode()


def test_only_the_own_link_offers_the_last_word(client: Client, world: World, send: Submit) -> None:
    receipt = send()
    code = receipt.complaint.tracking_code
    answer(code, world.ani, text="Sudah dijadwalkan")
    assert "verdict" not in client.get(f"/status/{code}/").content.decode()
    own = client.get(f"/status/{code}/?key={receipt.secret}").content.decode()
    assert "verdict" in own and 'role="alert"' not in own
    mistyped = client.get(f"/status/{code}/?key={receipt.secret[:-1]}").content.decode()
    assert "verdict" not in mistyped and 'role="alert"' in mistyped


def test_not_fixed_opens_the_complaint_again(client: Client, world: World, send: Submit) -> None:
    receipt = send()
    code = receipt.complaint.tracking_code
    answer(code, world.ani, text="Sudah dijadwalkan")
    client.post(f"/status/{code}/kata/", {"key": receipt.secret, "verdict": "not-fixed", "reason": "Masih berlubang"})
    assert Complaint.objects.get().status == Status.REOPENED


def test_not_fixed_needs_a_word(client: Client, world: World, send: Submit) -> None:
    receipt = send()
    code = receipt.complaint.tracking_code
    answer(code, world.ani, text="Sudah dijadwalkan")
    refused = client.post(f"/status/{code}/kata/", {"key": receipt.secret, "verdict": "not-fixed", "reason": " "})
    assert refused.status_code == 422
    assert Complaint.objects.get().status == Status.ANSWERED


def test_the_status_page_shows_no_name(client: Client, send: Submit) -> None:
    receipt = send(name="Roslina", phone="0812-3456-7899")
    for query in ("", f"?key={receipt.secret}"):
        page = client.get(f"/status/{receipt.complaint.tracking_code}/{query}").content.decode()
        assert "Roslina" not in page
        assert "0812-3456-7899" not in page


@pytest.mark.parametrize("address", ["/", "/pengaduan/"])
def test_the_first_load_is_small(client: Client, potholes: Category, address: str) -> None:
    """Nothing compressed: page, styles, scripts, icons and the one font that Latin text needs."""
    if not manifest.MANIFEST.exists():
        pytest.fail("the front end is not built; run npm run build")
    entry = manifest.entry("portal")
    static = manifest.DIST.parents[1]
    files = [static / path for path in {entry.script, *entry.styles, *entry.preloads, manifest.icon_sprite()}]
    files += [path for path in Path(manifest.DIST, "assets").iterdir() if path.name.startswith(LATIN_FONT)]
    size = len(client.get(address).content) + sum(path.stat().st_size for path in files)
    assert size < FIRST_LOAD_BYTES


@pytest.mark.parametrize("address", ["/", "/pengaduan/"])
@pytest.mark.parametrize(("language", "word"), [("id", "pengaduan"), ("en", "complaint")])
def test_it_speaks_both_languages(client: Client, db: None, address: str, language: str, word: str) -> None:
    client.cookies["django_language"] = language
    text = client.get(address).content.decode()
    assert f'lang="{language}"' in text
    assert word in text.lower()


def test_buttons_that_need_a_script_are_hidden_without_one(client: Client, potholes: Category) -> None:
    """Hidden by an element of no class, so that no layout of a class shows it again."""
    page = client.get("/pengaduan/").content.decode()
    before, _, after = page.partition("<div data-needs-script hidden>")
    assert "data-use-position" not in before
    assert "data-open-map" not in before
    assert "data-use-position" in after


def test_not_fixed_takes_a_photo_and_refuses_an_empty_one_without_losing_the_words(
    client: Client, world: World, send: Submit
) -> None:
    receipt = send()
    code = receipt.complaint.tracking_code
    answer(code, world.ani, text="Sudah dijadwalkan")
    values = {"key": receipt.secret, "verdict": "not-fixed", "reason": "Masih berlubang"}
    refused = client.post(f"/status/{code}/kata/", {**values, "photo": SimpleUploadedFile("a.jpg", b"", "image/jpeg")})
    assert refused.status_code == 422
    assert "Masih berlubang" in refused.content.decode()
    assert client.post(f"/status/{code}/kata/", {**values, "photo": photo()}).status_code == 302
    complaint = Complaint.objects.get()
    assert (complaint.status, complaint.photos.count(), complaint.has_photo) == (Status.REOPENED, 1, True)
