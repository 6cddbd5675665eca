"""What a picture's structure announces, read before anything is decoded. Imports the standard library alone."""

import re
from dataclasses import dataclass
from typing import Final

_MARKER_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_START_OF_FRAME: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
_BASELINE: Final = frozenset({0xC0, 0xC1})
_STANDALONE: Final = frozenset({0x00, 0x01, 0xD8, *range(0xD0, 0xD8)})
_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9


@dataclass(frozen=True, slots=True)
class JpegStructure:
    """The number of scans, counted until it passes the limit; ``single_scan`` when the first holds a baseline picture.

    Otherwise the decoder keeps all coefficients in memory.
    """

    scans: int
    single_scan: bool


def kind_of(data: bytes) -> str:
    """``JPEG``, ``PNG``, ``WEBP``, or an empty text for anything else."""
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return ""


def jpeg_structure(data: bytes, most_scans: int) -> JpegStructure:
    """Walk the markers; at most ``most_scans`` + 1 scans are counted.

    A progressive JPEG of some hundred kilobytes may hold thousands of scans, each of which costs a pass over the whole
    picture. Compressed data holds no marker but restarts, so the search goes from scan to scan.
    """
    at, scans, frame, components, single = 2, 0, 0, 0, False
    while at + 4 <= len(data) and scans <= most_scans:
        marker = data[at + 1] if data[at] == 0xFF else None
        if marker is None or marker == 0xFF:
            at = data.find(b"\xff", at + 1)
            if at < 0:
                break
            continue
        if marker in _STANDALONE:
            at += 2
            continue
        if marker == _END_OF_IMAGE:
            break
        segment = data[at + 4 : at + 10]
        if marker in _START_OF_FRAME and not frame and len(segment) == 6:
            frame, components = marker, segment[5]
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            scans += 1
            if scans == 1:
                single = frame in _BASELINE and segment[:1] == bytes([components])
            following = _MARKER_AFTER_SCAN.search(data, at)
            if following is None:
                break
            at = following.start()
    return JpegStructure(scans, single)


def is_animated(kind: str, data: bytes) -> bool:
    """Whether a PNG or WebP announces more frames than one."""
    if kind == "PNG":
        before_pixels = data[: max(data.find(b"IDAT"), 0)]
        return b"acTL" in before_pixels
    return kind == "WEBP" and data[12:16] == b"VP8X" and len(data) > 20 and bool(data[20] & 0x02)
