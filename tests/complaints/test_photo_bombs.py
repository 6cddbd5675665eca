"""Small files that would unpack to more than the machine has."""

import io
import threading
import time
from uuid import uuid4

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from complaints.intake import held
from complaints.intake.photos import clean_photo
from complaints.models import Category, Complaint, HeldPhoto
from frontend.views import photos as form_photos
from kit.images.errors import DecodersBusy
from tests import processes
from tests.complaints.pictures import jpeg
from tests.kit.images import bombs


def test_a_phones_largest_jpeg_is_made_smaller_while_it_is_read() -> None:
    cleaned = clean_photo(io.BytesIO(bombs.encoded(Image.new("L", (12_000, 9000), 128))))
    assert (cleaned.width_px, cleaned.height_px) == (2048, 1536)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_photos_that_cost_much_hold_up_neither_health_nor_pages(transactional_db: None) -> None:
    """Fourteen senders at once, with fewer database connections than senders."""
    bomb = bombs.scans_bomb(28, 1600, 1600)
    with processes.web(PANTAU_DATABASE_POOL="3", PANTAU_COMPLAINTS_PER_HOUR="1000") as web:
        took: list[float] = []
        statuses: list[int] = []

        def send() -> None:
            fields = {"category": "jalan-rusak", "title": "Lubang besar"}
            files = {"photo": ("x.jpg", bomb, "image/jpeg")}
            statuses.append(
                httpx.post(f"{web.address}/api/v1/complaints", data=fields, files=files, timeout=90).status_code
            )

        senders = [threading.Thread(target=send) for _ in range(14)]
        for sender in senders:
            sender.start()
        while any(sender.is_alive() for sender in senders):
            for path in ("/healthz", "/pengaduan/"):
                begun = time.monotonic()
                assert httpx.get(web.address + path, timeout=30).status_code == 200
                took.append(time.monotonic() - begun)
    assert set(statuses) <= {201, 422, 503} and len(statuses) == 14
    assert max(took) < 10  # one such picture took 21 s, and fourteen made the health page wait for 17 s


def _form(**changes: object) -> dict[str, object]:
    return {"form_token": str(uuid4()), "category": "jalan-rusak", "title": "Lubang besar", **changes}


def _file(width: int = 640) -> SimpleUploadedFile:
    return SimpleUploadedFile("lubang.jpg", jpeg(width), "image/jpeg")


def test_forms_that_fail_are_counted_before_their_photos_are_unpacked(
    client: Client, potholes: Category, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PANTAU_COMPLAINTS_PER_HOUR = 1
    for _ in range(4):
        assert client.post("/pengaduan/", _form(title="")).status_code == 422
    monkeypatch.setattr(form_photos, "clean_photo", lambda file: pytest.fail("unpacked"))
    assert client.post("/pengaduan/", _form(title="", photo=_file())).status_code == 429


def test_a_complaint_too_many_is_refused_before_its_photos_are_unpacked(
    client: Client, potholes: Category, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PANTAU_COMPLAINTS_PER_HOUR = 1
    assert client.post("/api/v1/complaints", _form()).status_code == 201
    monkeypatch.setattr("complaints.intake.photos.decode", lambda *args, **options: pytest.fail("unpacked"))
    assert client.post("/api/v1/complaints", _form(photo=_file())).status_code == 429


def test_an_address_keeps_so_many_photos_and_no_more(
    client: Client, potholes: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST_PER_ADDRESS", 2)
    for width in (600, 610):
        client.post("/pengaduan/", _form(title="", photo=_file(width)))
    monkeypatch.setattr(form_photos, "clean_photo", lambda file: pytest.fail("unpacked"))
    assert client.post("/pengaduan/", _form(title="", photo=_file(620))).context["photo_error"]
    assert HeldPhoto.objects.count() == 2


def test_a_sixth_photo_is_not_dropped_in_silence(client: Client, potholes: Category) -> None:
    client.cookies["django_language"] = "en"
    values = _form(photo=[_file(600 + number) for number in range(6)])
    answer = client.post("/pengaduan/", values)
    assert answer.status_code == 422
    assert "Five photos are the most" in answer.content.decode()
    del values["photo"]
    client.post("/pengaduan/", values)
    assert Complaint.objects.get().photos.count() == 5


def test_a_form_keeps_what_was_typed_when_the_decoders_are_busy(
    client: Client, potholes: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object, **_options: object) -> None:
        raise DecodersBusy

    monkeypatch.setattr("complaints.intake.photos.decode", busy)
    answer = client.post("/pengaduan/", _form(title="Lubang di depan pasar", photo=_file()))
    assert (answer.status_code, Complaint.objects.count()) == (422, 0)
    assert "Lubang di depan pasar" in answer.content.decode()
    sent = client.post("/api/v1/complaints", {"category": "jalan-rusak", "title": "Lubang", "photo": _file()})
    assert (sent.status_code, "Retry-After" in sent.headers, Complaint.objects.count()) == (503, True, 0)
