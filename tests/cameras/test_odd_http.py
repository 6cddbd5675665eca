"""Cameras that break the letter of HTTP, and what must stay bounded all the same."""

import asyncio
import hashlib
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from cameras.errors import (
    SourceError,
    SourceNotAPicture,
    SourceRedirected,
    SourceRefused,
    SourceRejected,
    SourceTooLarge,
    SourceUnreachable,
)
from cameras.sources.http_snapshot import Fetched, Login, fetch
from tests.cameras.camera_server import picture
from tests.cameras.raw_server import RawServer, raw_server
from tests.kit.images import bombs

JPEG = picture()
LENGTH = b"Content-Length: %d\r\n" % len(JPEG)


@pytest.fixture
def camera(settings: Settings) -> Iterator[RawServer]:
    """A camera whose bytes the test chooses."""
    with raw_server() as server:
        settings.PANTAU_CAMERA_HOSTS = [f"127.0.0.1:{server.port}"]
        yield server


def get(server: RawServer, login: Login | None = None, path: str = "/x.jpg", limit_s: float = 5) -> Fetched:
    return asyncio.run(fetch(server.url(path), login or Login(), limit_s=limit_s))


def answer(*lines: bytes, body: bytes = JPEG) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + b"".join(lines) + b"\r\n" + body


def chunks(data: bytes, size: int = 700) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "reply",
    [
        answer(LENGTH, b"Content-Type: application/octet-stream\r\n"),
        answer(LENGTH, b"Content-Type: text/plain\r\n"),
        answer(LENGTH),
        answer(),
        answer(b"this line is no header\r\n", LENGTH),
        answer(b": nameless\r\nBad Name: x\r\n folded\r\n\xff\xfe: \x80\r\n", LENGTH),
        answer(b"Content-Length: many\r\n"),
        answer(b"Content-Length: %d\r\n" % (len(JPEG) + 48)),
        answer(b"Transfer-Encoding: chunked\r\n", body=chunks(JPEG)),
        answer(b"Transfer-Encoding: chunked\r\n", body=chunks(JPEG)[:-5]),
        b"HTTP/1.0 200\n" + b"Server: x\n\n" + JPEG,
        b"HTTP/1.1 100 Continue\r\n\r\n" + answer(LENGTH),
    ],
)
def test_a_picture_that_cannot_be_misunderstood_is_read(camera: RawServer, reply: bytes) -> None:
    camera.reply = reply
    assert get(camera).picture.width == 640


def test_a_length_too_large_does_not_wait_for_a_connection_that_stays_open(camera: RawServer) -> None:
    camera.reply, camera.stays_open = answer(b"Content-Length: %d\r\n" % (len(JPEG) + 48)), True
    begun = time.monotonic()
    assert get(camera).picture.width == 640
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (b"", SourceUnreachable),
        (b"HTTP/1.1 200 OK\r\nX: y", SourceNotAPicture),
        (b"RTSP/1.0 200 OK\r\n\r\n", SourceNotAPicture),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000, SourceNotAPicture),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 20, SourceNotAPicture),
        (answer(b"Transfer-Encoding: chunked\r\n", body=b"zz\r\n"), SourceNotAPicture),
        (answer(b"Transfer-Encoding: chunked\r\n", body=b"-5\r\n"), SourceTooLarge),
        (answer(b"Transfer-Encoding: chunked\r\n", body=b"ffffffffff\r\n"), SourceTooLarge),
        (answer(b"Content-Length: 999999999999\r\n"), SourceTooLarge),
        (answer(body=JPEG[: len(JPEG) // 2]), SourceNotAPicture),
        (answer(b"Content-Encoding: gzip\r\n", body=b"\x1f\x8b\x08"), SourceNotAPicture),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", SourceRedirected),
        (b"HTTP/1.1 302 Found\r\nLocation: http://8.8.8.8/x.jpg\r\n\r\n", SourceRedirected),
        (b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", SourceRefused),
        (b"HTTP/1.1 302 Found\r\n\r\n", SourceRejected),
    ],
)
def test_anything_else_is_refused_in_words(camera: RawServer, reply: bytes, error: type[SourceError]) -> None:
    camera.reply = reply
    with pytest.raises(error) as caught:
        get(camera)
    assert str(caught.value)


@pytest.mark.parametrize(
    "dates",
    [
        b"Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
        b"Last-Modified: Fri, 31 Dec 9999 23:59:59 -2359\r\n",
        b"Last-Modified: Mon, 01 Jan 0001 00:00:00 +2359\r\n",
        b"Last-Modified: Mon, 99 Foo 2026 99:99:99 GMT\r\n",
        b"Last-Modified: Sat, 01 Jan 2050 00:00:00\r\n",
        b"Last-Modified: \xff\xff\r\n",
        b"",
    ],
)
@pytest.mark.parametrize(
    "date", [b"Date: Mon, 30 Nov 2026 10:00:00 GMT\r\n", b"Date: Fri, 31 Dec 9999 23:59:59 GMT\r\n"]
)
def test_a_date_that_cannot_be_right_counts_as_the_time_of_the_fetch(
    camera: RawServer, date: bytes, dates: bytes
) -> None:
    camera.reply = answer(LENGTH, date, dates)
    assert abs(datetime.now(UTC) - get(camera).taken_at) < timedelta(seconds=10)


def test_a_wrong_clock_of_the_camera_cancels(camera: RawServer) -> None:
    stamps = b"Date: Thu, 01 Jan 1970 00:10:00 GMT\r\nLast-Modified: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
    camera.reply = answer(LENGTH, stamps)
    age = datetime.now(UTC) - get(camera).taken_at
    assert timedelta(minutes=9) < age < timedelta(minutes=11)


def test_a_picture_lying_on_its_side_is_turned_and_sixteen_bits_are_scaled(camera: RawServer) -> None:
    camera.reply = answer(body=bombs.upright(6))
    assert get(camera).picture.width == 80
    camera.reply = answer(body=bombs.gray16(256, 64))
    grey = bombs.opened(get(camera).picture.full).convert("L")
    assert [grey.getpixel((x, 30)) for x in (0, 128, 255)] == pytest.approx([0, 128, 255], abs=5)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_digest_login_gives_the_picture_and_never_the_password(camera: RawServer, algorithm: str) -> None:
    made = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[algorithm]

    def digest(text: str) -> str:
        return made(text.encode()).hexdigest()

    def reply(request: bytes) -> bytes:
        given = dict(re.findall(r'(\w+)="?([^",\r\n]+)"?', request.decode().partition("Digest ")[2]))
        first, second = digest("viewer:cam:s3cret"), digest("GET:/x.jpg?a=1")
        expected = digest(f"{first}:n0nce:{given.get('nc')}:{given.get('cnonce')}:auth:{second}")
        if given.get("response") == expected:
            return answer(LENGTH)
        offer = f'Digest realm="cam", nonce="n0nce", qop="auth", algorithm={algorithm}'.encode()
        return b'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="x"\r\nWWW-Authenticate: ' + offer + b"\r\n\r\n"

    camera.reply = reply
    assert get(camera, Login("viewer", "s3cret"), "/x.jpg?a=1").picture.width == 640
    assert not any(b"s3cret" in asked or b"Basic" in asked for asked in camera.asked)
    with pytest.raises(SourceRejected):
        get(camera, Login("viewer", "wrong"), "/x.jpg?a=1")


@pytest.mark.parametrize("offer", [b"Digest", b"Digest realm=\xff", b'Digest nonce="x", realm="y", algorithm=ROT13'])
def test_a_challenge_that_cannot_be_answered_is_refused_in_words(camera: RawServer, offer: bytes) -> None:
    camera.reply = b"HTTP/1.1 401 No\r\nWWW-Authenticate: " + offer + b"\r\n\r\n"
    with pytest.raises(SourceRejected):
        get(camera, Login("viewer", "s3cret"))


def test_a_redirect_to_another_origin_gets_no_credentials(camera: RawServer, settings: Settings) -> None:
    with raw_server() as other:
        settings.PANTAU_CAMERA_HOSTS = ["127.0.0.0/8"]
        other.reply = answer(LENGTH)
        camera.reply = f"HTTP/1.1 302 Found\r\nLocation: {other.url()}\r\n\r\n".encode()
        with pytest.raises(SourceRedirected):
            get(camera, Login("viewer", "s3cret"))
        assert other.asked == []
