"""Small files that would unpack to more than the machine has."""

import io
import subprocess
import sys
import zlib
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from frontend.views import photos as form_photos
from incidents.errors import BadPhoto
from incidents.intake import held, pixels
from incidents.intake.photos import clean_photo
from incidents.models import Category, HeldPhoto, Report
from kit.errors import TryLater
from tests.incidents.pictures import jpeg

MEASURE = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from incidents.errors import BadPhoto
from incidents.intake.pixels import unpacked
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    unpacked(sys.stdin.buffer.read(), 2048)
except BadPhoto:
    pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    """One colour; a bomb without needing its memory here."""
    depth = {"L": (1, 0), "RGB": (3, 2), "RGBA": (4, 6)}[mode]
    packer = zlib.compressobj(9)
    row = b"\0" + b"\x80" * (width * depth[0])
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, depth[1], 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def grown_mb(data: bytes) -> int:
    """By how many MB a process of its own grows when it unpacks ``data``."""
    done = subprocess.run([sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True, timeout=60)
    return int(done.stdout)


def test_a_png_of_119_million_pixels_is_refused_by_its_header() -> None:
    assert grown_mb(png(10_900, 10_900)) < 20


def test_the_largest_png_that_is_taken_costs_two_hundred_megabytes_at_most() -> None:
    assert grown_mb(png(5000, 5000, "RGBA")) < 200


def test_a_phones_largest_jpeg_is_made_smaller_while_it_is_read() -> None:
    out = io.BytesIO()
    Image.new("L", (12_000, 9000), 128).save(out, "JPEG")
    assert grown_mb(out.getvalue()) < 100
    cleaned = clean_photo(io.BytesIO(out.getvalue()))
    assert (cleaned.width_px, cleaned.height_px) == (2048, 1536)


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "progressive", "narrow"])
def test_it_rejects_more_pixels_than_the_kind_may_have(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(pixels, "MAX_PIXELS", 10_000)
    out = io.BytesIO()
    size = (20_000, 8) if kind == "narrow" else (300, 200)
    options = {"progressive": True} if kind == "progressive" else {}
    Image.new("RGB", size).save(out, kind if kind in {"WEBP", "PNG"} else "JPEG", **options)
    with pytest.raises(BadPhoto):
        clean_photo(io.BytesIO(out.getvalue()))


def test_a_process_unpacks_one_picture_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "WAIT_S", 0.01)
    with pixels.one_at_a_time(), pytest.raises(TryLater):
        clean_photo(io.BytesIO(jpeg()))
    assert clean_photo(io.BytesIO(jpeg()))


def _form(**changes: object) -> dict[str, object]:
    return {"form_token": str(uuid4()), "category": "jalan-rusak", "title": "Lubang besar", **changes}


def _file(width: int = 640) -> SimpleUploadedFile:
    return SimpleUploadedFile("lubang.jpg", jpeg(width), "image/jpeg")


def test_forms_that_fail_are_counted_before_their_photos_are_unpacked(
    client: Client, potholes: Category, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PANTAU_REPORTS_PER_HOUR = 1
    for _ in range(4):
        assert client.post("/lapor/", _form(title="")).status_code == 422
    monkeypatch.setattr(form_photos, "clean_photo", lambda file: pytest.fail("unpacked"))
    assert client.post("/lapor/", _form(title="", photo=_file())).status_code == 429


def test_a_report_too_many_is_refused_before_its_photos_are_unpacked(
    client: Client, potholes: Category, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PANTAU_REPORTS_PER_HOUR = 1
    client.post("/lapor/", _form())
    monkeypatch.setattr(form_photos, "clean_photo", lambda file: pytest.fail("unpacked"))
    assert client.post("/lapor/", _form(photo=_file())).status_code == 429


def test_an_address_keeps_so_many_photos_and_no_more(
    client: Client, potholes: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST_PER_ADDRESS", 2)
    for width in (600, 610):
        client.post("/lapor/", _form(title="", photo=_file(width)))
    monkeypatch.setattr(form_photos, "clean_photo", lambda file: pytest.fail("unpacked"))
    assert client.post("/lapor/", _form(title="", photo=_file(620))).context["photo_error"]
    assert HeldPhoto.objects.count() == 2


def test_a_sixth_photo_is_not_dropped_in_silence(client: Client, potholes: Category) -> None:
    client.cookies["django_language"] = "en"
    values = _form(photo=[_file(600 + number) for number in range(6)])
    answer = client.post("/lapor/", values)
    assert answer.status_code == 422
    assert "Five photos are the most" in answer.content.decode()
    del values["photo"]
    client.post("/lapor/", values)
    assert Report.objects.get().photos.count() == 5
