"""One request on a connection of its own, without a client library's opinion of what may be sent."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks._ready import HOST
from benchmarks.hostile_inputs.target import CSRF_TOKEN, Tally, Target

PATIENCE_S: Final = 60.0
_BOUNDARY: Final = "boundary-of-the-bench"


@dataclass(frozen=True)
class Request:
    """What is sent; ``cookie`` is that of somebody's session."""

    method: str
    path: str
    body: bytes = b""
    cookie: str = ""
    content_type: str = "application/json"

    def as_bytes(self) -> bytes:
        """From another address each time; the CSRF token fits the cookie."""
        cookies = "; ".join(part for part in (f"csrftoken={CSRF_TOKEN}", self.cookie) if part)
        address = ".".join(str(random.randrange(1, 255)) for _ in range(4))
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"X-Forwarded-For: {address}",
            f"Cookie: {cookies}",
            f"X-CSRFToken: {CSRF_TOKEN}",
            f"Content-Type: {self.content_type}",
            f"Content-Length: {len(self.body)}",
            "Connection: close",
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


async def send(target: Target, tally: Tally, kind: str, request: Request) -> int:
    """The status of the answer, noted in the tally; 0 without one."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE_S):
            status, retry = await _exchange(target.web_port, request.as_bytes())
    except (OSError, EOFError, TimeoutError, ValueError) as error:
        tally.unanswered += 1
        tally.note(kind, f"no answer ({type(error).__name__})", time.monotonic() - began)
        return 0
    tally.note(kind, str(status), time.monotonic() - began)
    if status == 503 and retry:
        tally.refused += 1
    elif status >= 500:
        tally.errors.append(f"{kind}: {status} to {request.method} {request.path[:80]}")
    return status


def form(fields: Mapping[str, str], photos: Mapping[str, bytes]) -> tuple[bytes, str]:
    """A multipart body with files named ``photo``, and its content type."""
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, data in photos.items():
        head = f'Content-Disposition: form-data; name="photo"; filename="{name}"\r\nContent-Type: image/jpeg'
        parts.append(f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={_BOUNDARY}"


async def _exchange(port: int, request: bytes) -> tuple[int, bool]:
    """The status, and whether the answer has a Retry-After header."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        # A refusal may come, and the connection end, before everything is sent.
        sending = asyncio.ensure_future(_write(writer, request))
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            while await reader.read(65_536):
                pass
        finally:
            sending.cancel()
        return int(head.split(b" ", 2)[1]), b"retry-after:" in head.lower()
    finally:
        writer.close()


async def _write(writer: asyncio.StreamWriter, request: bytes) -> None:
    try:
        writer.write(request)
        await writer.drain()
    except OSError:
        return  # the answer, or its absence, is what counts
