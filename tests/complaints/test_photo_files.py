"""Files of photos go with their rows."""

import os
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from complaints.actions import submit as submitting
from complaints.intake.photos import sweep
from complaints.models import Category, HeldPhoto, Photo
from tests.complaints.pictures import jpeg


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def form(**changes: object) -> dict[str, object]:
    photo = SimpleUploadedFile("lubang.jpg", jpeg(), "image/jpeg")
    return {"category": "jalan-rusak", "title": "Lubang besar", "photo": photo, **changes}


def test_a_complaint_that_cannot_be_stored_leaves_no_file(
    client: Client, potholes: Category, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        assert len(files(media)) == 2
        raise ZeroDivisionError

    monkeypatch.setattr(submitting, "record_receipt", fail)
    with pytest.raises(ZeroDivisionError):
        client.post("/api/v1/complaints", form())
    assert (files(media), Photo.objects.count()) == ([], 0)


def test_orphans_are_swept_and_files_of_rows_stay(client: Client, potholes: Category, media: Path) -> None:
    client.post("/api/v1/complaints", form())
    client.post("/pengaduan/", form(title="", form_token=str(uuid4())))
    known = set(files(media))
    assert (len(known), Photo.objects.count(), HeldPhoto.objects.count()) == (4, 1, 1)
    orphan = next(iter(known)).with_name("0" * 32 + ".jpg")
    orphan.write_bytes(b"x")
    (media / "complaints" / "7-complaint-of-the-fleet.csv").write_bytes(b"x")
    for path in files(media):
        os.utime(path, (time.time() - 200_000,) * 2)
    assert sweep() == 1
    assert not orphan.exists() and known < set(files(media))
