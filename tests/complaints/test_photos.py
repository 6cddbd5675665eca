"""Pictures from strangers."""

import io

import pytest
from PIL import Image

from complaints.errors import BadPhoto
from complaints.intake import photos
from complaints.intake.photos import clean_photo, clean_photos
from tests.complaints.pictures import jpeg


def _clean(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(clean_photo(io.BytesIO(data)).image))


def test_nothing_of_the_metadata_survives() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8825)[1] = "N"
    cleaned = _clean(jpeg(exif=exif))
    assert not cleaned.getexif()
    assert set(cleaned.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_nothing_that_was_appended_survives() -> None:
    cleaned = clean_photo(io.BytesIO(jpeg() + b"<?php evil(); ?>")).image
    assert b"php" not in cleaned


def test_a_picture_taken_upright_stays_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert _clean(jpeg(800, 600, exif=exif)).size == (600, 800)


def test_a_large_picture_is_made_smaller() -> None:
    assert max(_clean(jpeg(4000, 3000)).size) == photos.LONGEST_SIDE_PX


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    red, green, blue = _clean(out.getvalue()).getpixel((20, 20))  # type: ignore[misc]
    assert min(red, green, blue) > 250


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a" + b"0" * 50, b"<svg onload=alert(1)>", b"%PDF-1.7", jpeg()[:200]],
    ids=["empty", "gif", "svg", "pdf", "cut off"],
)
def test_it_rejects_what_is_no_photo(data: bytes) -> None:
    with pytest.raises(BadPhoto):
        clean_photo(io.BytesIO(data))


def test_it_rejects_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MAX_BYTES", 1000)
    with pytest.raises(BadPhoto):
        clean_photo(io.BytesIO(jpeg()))


def test_it_rejects_more_photos_than_five() -> None:
    with pytest.raises(BadPhoto):
        clean_photos(io.BytesIO(jpeg()) for _ in range(6))
