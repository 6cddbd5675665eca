"""Malformed pictures, and small files that cost much to decode."""

import asyncio
import io
import random
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Final
from uuid import uuid4

from PIL import Image

from benchmarks.hostile_inputs.http_client import Request, form, send
from benchmarks.hostile_inputs.target import CSRF_TOKEN, Tally, Target
from kit.images.decode import decode_async
from kit.images.errors import BadImage, DecodersBusy
from kit.images.wire import Recipe

_RECIPE: Final = Recipe(longest_px=2048, thumbnail_px=480)
_SCAN: Final = b"\xff\xda"


def malformed(seed: int, count: int) -> Iterator[bytes]:
    """Mutations of small JPEG, PNG and WebP pictures: bytes replaced, inserted and cut, mostly near the head."""
    chance = random.Random(seed)
    originals = _originals()
    for number in range(count):
        data = bytearray(originals[number % len(originals)])
        for _ in range(chance.randint(1, 12)):
            begin = chance.randrange(min(len(data), 700) if chance.random() < 0.7 else len(data))
            data[begin : begin + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
        yield bytes(data[: chance.randrange(1, len(data))] if chance.random() < 0.1 else data)


@cache
def bombs() -> dict[str, bytes]:
    """Scans without end, and more pixels than memory."""
    return {
        "scans": scan_bomb(4000, 2000),
        "wide.png": png(65_500, 380),
        "high.png": png(380, 65_500),
        "huge.png": png(30_000, 30_000, rows=300),
        "large.webp": _encoded(Image.new("RGB", (16_000, 1_000)), "WEBP", method=0),
        "large.jpg": _encoded(Image.new("RGB", (10_000, 10_000), (90, 120, 40)), "JPEG"),
    }


def scan_bomb(scans: int, side: int) -> bytes:
    """A progressive JPEG in whose end stand so many scans of some bytes each."""
    data = _encoded(Image.new("RGB", (side, side), (90, 120, 40)), "JPEG", progressive=True)
    return data[:-2] + data[data.rindex(_SCAN) : -2] * scans + data[-2:]


def png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """One colour, in few bytes; with ``rows`` the pixels end early."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\x80" * (width * 3)
    body = b"".join(packer.compress(row) for _ in range(rows or height)) + packer.flush()
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


async def decode_directly(tally: Tally, pictures: Iterator[bytes], workers: int) -> None:
    """Through ``kit.images`` in this process, so many at once."""

    async def work() -> None:
        for data in pictures:
            try:
                await decode_async(data, _RECIPE, max_bytes=10 * 1024 * 1024)
                tally.note("picture decoded directly", "made anew")
            except BadImage:
                tally.note("picture decoded directly", "refused")
            except DecodersBusy:
                tally.refused += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a broken promise
                tally.errors.append(f"picture decoded directly: {type(error).__name__}: {error}")

    await asyncio.gather(*(work() for _ in range(workers)))


async def post_photo(target: Target, tally: Tally, kind: str, data: bytes, *, portal: bool) -> None:
    """A complaint with the picture, through the form of the portal or the API."""
    fields = {"category": target.accounts.category, "title": "Lubang besar di jalan", "lon": "98.4908", "lat": "3.1001"}
    if portal:
        fields |= {"csrfmiddlewaretoken": CSRF_TOKEN, "form_token": str(uuid4())}
    body, content_type = form(fields, {"photo.jpg": data})
    path = "/pengaduan/" if portal else "/api/v1/complaints"
    await send(target, tally, kind, Request("POST", path, body, content_type=content_type))


async def look_at(target: Target, tally: Tally, camera: int) -> None:
    """The camera's picture, fetched anew from a server that answers with bombs."""
    path = f"/cameras/{camera}/snapshot.jpg"
    await send(target, tally, "camera", Request("GET", path, cookie=target.accounts.operator))


@cache
def _originals() -> tuple[bytes, ...]:
    noise = Image.effect_noise((48, 48), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    return (
        _encoded(noise, "JPEG", exif=exif),
        _encoded(noise, "JPEG", progressive=True),
        _encoded(noise, "PNG", exif=exif),
        _encoded(noise.convert("RGBA"), "PNG"),
        _encoded(noise, "WEBP", exif=exif),
        _encoded(noise, "WEBP", lossless=True),
    )


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
