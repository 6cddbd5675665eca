"""One GET to an address that was checked, over HTTP/1.x, read leniently and within bounds.

Cameras and small devices often break the letter of HTTP: a header line without a colon, a length that is a little too
large. What cannot be misunderstood is read; nothing is read without end.
"""

import asyncio
import contextlib
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import quote

import certifi

from kit.net.addresses import Target
from kit.net.certificates import Certificate, read_certificate

MAX_HEAD: Final = 32 * 1024
_CHUNK: Final = 64 * 1024
_SHORT_BY: Final = 1024
"""An announced length that is larger than what comes by no more than this is a slip of the sender."""
_SHORT_WAIT_S: Final = 1.0
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+([1-5]\d\d)(?:[ \t]|$)")
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_SAFE_IN_PATH: Final = "/?%&=:;,+$@!~*'()[]|"


class Unreachable(Exception):
    """No connection, or it broke before the head of an answer came."""


class NotHttp(Exception):
    """What came is no answer in HTTP/1.x, or its head has no end."""


class TooLarge(Exception):
    """The body is longer than asked for."""


class CertificateUntrusted(Exception):
    """No authority that is trusted here vouches for the server; nothing was sent to it."""

    def __init__(self, certificate: Certificate, why: str) -> None:
        super().__init__(why)
        self.certificate = certificate


class CertificateChanged(CertificateUntrusted):
    """The server shows another certificate than the pinned one; nothing was sent to it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers`` in the order they came, names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first of that (lower-case) name; empty where there is none."""
        return next((value for key, value in self.headers if key == name), "")


async def get(target: Target, headers: Mapping[str, str], *, max_bytes: int, pinned_sha256: str = "") -> Answer:
    """Open ``target``'s checked IP address, GET its path and read at most ``max_bytes``.

    With ``pinned_sha256`` the server must show exactly that certificate, whoever issued it. The caller limits the time.
    Raises Unreachable, NotHttp, TooLarge, CertificateUntrusted, CertificateChanged.
    """
    reader, writer = await _connect(target, pinned_sha256)
    try:
        writer.write(_request(target, headers))
        status, fields, rest = await _head(reader)
        return Answer(status, fields, await _body(reader, status, fields, rest, max_bytes))
    except (OSError, EOFError, ssl.SSLError) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        writer.close()
        with contextlib.suppress(Exception):
            writer.transport.abort()


async def _connect(target: Target, pinned: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if target.scheme == "http":
        return await _open(target, None)
    if not pinned:
        try:
            return await _open(target, _verifying())
        except ssl.SSLCertVerificationError as error:
            raise CertificateUntrusted(await _shown(target), error.verify_message) from error
    reader, writer = await _open(target, _accepting())
    certificate = _certificate_of(writer)
    if certificate.sha256 != pinned:
        writer.transport.abort()
        raise CertificateChanged(certificate, "another certificate than the pinned one")
    return reader, writer


async def _open(target: Target, context: ssl.SSLContext | None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    name = target.host if context is not None else None
    try:
        return await asyncio.open_connection(target.address, target.port, ssl=context, server_hostname=name)
    except ssl.SSLCertVerificationError:
        raise
    except (OSError, ssl.SSLError, UnicodeError, ValueError) as error:
        raise Unreachable(type(error).__name__) from error


async def _shown(target: Target) -> Certificate:
    _reader, writer = await _open(target, _accepting())
    try:
        return _certificate_of(writer)
    finally:
        writer.transport.abort()


def _certificate_of(writer: asyncio.StreamWriter) -> Certificate:
    tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
    return read_certificate(tls.getpeercert(binary_form=True) or b"")


@cache
def _verifying() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@cache
def _accepting() -> ssl.SSLContext:
    """Takes any certificate: its digest is compared before anything is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _request(target: Target, headers: Mapping[str, str]) -> bytes:
    path = quote(target.path, safe=_SAFE_IN_PATH)
    lines = [f"GET {path} HTTP/1.1", f"Host: {target.host_line}", "Connection: close", "Accept-Encoding: identity"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a line of the request holds a line end")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def _head(reader: asyncio.StreamReader) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers, and what came of the body already. Interim answers (1xx) are passed over."""
    data = b""
    for _answer in range(4):
        while (end := _END_OF_HEAD.search(data)) is None:
            if len(data) > MAX_HEAD:
                raise NotHttp("the head has no end")
            more = await reader.read(_CHUNK)
            if not more:
                raise NotHttp("the head breaks off") if data else Unreachable("closed without an answer")
            data += more
        first, *lines = data[: end.start()].splitlines() or [b""]
        matched = _STATUS.match(first)
        if matched is None:
            raise NotHttp("no status line")
        status, data = int(matched[1]), data[end.end() :]
        if status >= 200:
            return status, tuple(_fields(lines)), data
    raise NotHttp("interim answers alone")


def _fields(lines: list[bytes]) -> list[tuple[str, str]]:
    """A line that is no header field is passed over; the others count."""
    found = []
    for line in lines:
        name, colon, value = line.decode("latin-1").partition(":")
        if colon and name and not any(letter.isspace() for letter in name):
            found.append((name.lower(), value.strip()))
    return found


async def _body(
    reader: asyncio.StreamReader, status: int, fields: tuple[tuple[str, str], ...], rest: bytes, most: int
) -> bytes:
    values = dict(reversed(fields))
    if status in {204, 304}:
        return b""
    if values.get("transfer-encoding", "").lower().endswith("chunked"):
        return await _chunked(reader, rest, most)
    length = values.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 19):
        return await _until_closed(reader, rest, most)
    if int(length) > most:
        raise TooLarge
    return await _of_length(reader, rest, int(length))


async def _until_closed(reader: asyncio.StreamReader, rest: bytes, most: int) -> bytes:
    data = bytearray(rest)
    while len(data) <= most:
        more = await reader.read(_CHUNK)
        if not more:
            return bytes(data)
        data += more
    raise TooLarge


async def _of_length(reader: asyncio.StreamReader, rest: bytes, length: int) -> bytes:
    data = bytearray(rest)
    while len(data) < length:
        missing = length - len(data)
        try:
            async with asyncio.timeout(_SHORT_WAIT_S if data and missing <= _SHORT_BY else None):
                more = await reader.read(min(_CHUNK, missing))
        except TimeoutError:
            break
        if not more:
            break
        data += more
    return bytes(data[:length])


async def _chunked(reader: asyncio.StreamReader, rest: bytes, most: int) -> bytes:
    raw, data = bytearray(rest), bytearray()
    while True:
        while (end := raw.find(b"\n")) < 0:
            if len(raw) > 256:
                raise NotHttp("a chunk's length has no end")
            if not await _more(reader, raw):
                return bytes(data)
        try:
            size = int(bytes(raw[:end]).partition(b";")[0].strip() or b"x", 16)
        except ValueError:
            raise NotHttp("a chunk's length is no number") from None
        if size < 0 or len(data) + size > most:
            raise TooLarge
        if size == 0:
            return bytes(data)
        del raw[: end + 1]
        while len(raw) < size + 1:
            if not await _more(reader, raw):
                return bytes(data + raw[:size])
        data += raw[:size]
        del raw[:size]
        if raw[:1] == b"\r":
            del raw[:1]
        if raw[:1] == b"\n" or (not raw and await _more(reader, raw) and raw[:1] == b"\n"):
            del raw[:1]


async def _more(reader: asyncio.StreamReader, raw: bytearray) -> bool:
    more = await reader.read(_CHUNK)
    raw += more
    return bool(more)
