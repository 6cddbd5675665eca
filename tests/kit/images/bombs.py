"""Small files that cost much to decode, made by hand."""

import io
import zlib

from PIL import Image, JpegImagePlugin

SCAN = b"\xff\xda"


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def scans_bomb(scans: int, width: int = 3000, height: int = 3000) -> bytes:
    """A progressive JPEG whose last scan, of some bytes, stands in it ``scans`` times."""
    data = encoded(Image.new("RGB", (width, height), (90, 120, 40)), progressive=True)
    last = data[data.rindex(SCAN) : -2]
    return data[:-2] + last * scans + data[-2:]


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    """One colour; a bomb without needing its memory here."""
    depth = {"L": (1, 0), "RGB": (3, 2), "RGBA": (4, 6)}[mode]
    packer = zlib.compressobj(9)
    row = b"\0" + b"\x80" * (width * depth[0])
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, depth[1], 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def gray16(width: int, height: int) -> bytes:
    """A PNG of 16 bits a pixel that goes from black on the left to white on the right."""
    row = b"\0" + b"".join((x * 65535 // (width - 1)).to_bytes(2, "big") for x in range(width))
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([16, 0, 0, 0, 0])
    body = _chunk(b"IDAT", zlib.compress(row * height))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + body + _chunk(b"IEND", b"")


def animated(kind: str, frames: int = 50) -> bytes:
    """A GIF, PNG or WebP of so many frames."""
    pictures = [Image.new("RGB", (64, 64), (number, 0, 255 - number)) for number in range(frames)]
    return encoded(pictures[0], kind, save_all=True, append_images=pictures[1:])


def with_exif(data: bytes, exif: bytes) -> bytes:
    """A JPEG with these bytes as its EXIF segment."""
    segment = b"Exif\0\0" + exif
    return data[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + data[2:]


def upright(number: int) -> bytes:
    """A JPEG that shows a red mark at the upper left when turned as its EXIF orientation ``number`` says."""
    picture = Image.new("RGB", (80, 40), "white")
    picture.paste("red", (0, 0, 20, 20))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = picture.transpose(Image.Transpose(undo[number])) if number in undo else picture
    exif = Image.Exif()
    exif[0x0112] = number
    return encoded(stored, quality=95, exif=exif)


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def opened(data: bytes) -> Image.Image:
    """What the product made, read here."""
    return JpegImagePlugin.JpegImageFile(io.BytesIO(data))
