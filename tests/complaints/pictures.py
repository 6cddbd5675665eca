"""Pictures for tests, drawn on the spot."""

import io
from functools import cache

from PIL import Image

from complaints.intake.photos import CleanPhoto, clean_photo


def jpeg(width: int = 640, height: int = 480, *, exif: Image.Exif | None = None) -> bytes:
    """A JPEG of a brown road under a grey sky."""
    picture = Image.new("RGB", (width, height), "#8a8f94")
    picture.paste("#5b4a3a", (0, height // 2, width, height))
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif or Image.Exif())
    return out.getvalue()


@cache
def photo() -> CleanPhoto:
    """A photo as intake hands it on."""
    return clean_photo(io.BytesIO(jpeg()))
