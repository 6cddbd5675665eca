"""What the product and its decoder process say to each other over pipes. Imports the standard library alone."""

import json
import struct
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, BinaryIO, Final

_LENGTHS: Final = struct.Struct("!III")
_MAX_HEAD: Final = 4096


class Reason(StrEnum):
    """Why a picture is refused."""

    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_NARROW = "too_narrow"
    TOO_SMALL = "too_small"
    TOO_MANY_SCANS = "too_many_scans"
    ANIMATED = "animated"
    TOO_COSTLY = "too_costly"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make of a picture: two JPEGs, the longest sides in pixels and the qualities (1 to 95)."""

    longest_px: int
    thumbnail_px: int
    quality: int = 84
    thumbnail_quality: int = 78
    min_side_px: int = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What decoding one picture may cost. ``whole_pixels`` and ``webp_pixels`` are of pictures that are decoded whole;
    a JPEG in one scan is made smaller while it is read and may have ``reduced_pixels``."""

    whole_pixels: int = 25_000_000
    webp_pixels: int = 17_000_000
    reduced_pixels: int = 120_000_000
    scans: int = 40
    cpu_s: int = 6
    memory_mb: int = 384


def send(pipe: BinaryIO, head: dict[str, Any], first: bytes = b"", second: bytes = b"") -> None:
    """Write one message. Raises OSError when the other side is gone."""
    text = json.dumps(head).encode()
    pipe.write(_LENGTHS.pack(len(text), len(first), len(second)))
    for part in (text, first, second):
        if part:
            pipe.write(part)
    pipe.flush()


def receive(pipe: BinaryIO, longest: int) -> tuple[dict[str, Any], bytes, bytes] | None:
    """The next message, whose parts have ``longest`` bytes at most; None when the other side is gone.

    Raises ValueError for anything that is no message.
    """
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, first, second = _LENGTHS.unpack(lengths)
    if head > _MAX_HEAD or first > longest or second > longest:
        raise ValueError("a part of the message is too long")
    parts = [pipe.read(length) for length in (head, first, second)]
    if [len(part) for part in parts] != [head, first, second]:
        return None
    values = json.loads(parts[0])
    if not isinstance(values, dict):
        raise ValueError("the head of the message is no object")
    return values, parts[1], parts[2]


def request(recipe: Recipe, limits: Limits) -> dict[str, Any]:
    """The head of a request."""
    return {"recipe": asdict(recipe), "limits": asdict(limits)}


def read_request(head: dict[str, Any]) -> tuple[Recipe, Limits]:
    """What `request` wrote."""
    return Recipe(**head["recipe"]), Limits(**head["limits"])
