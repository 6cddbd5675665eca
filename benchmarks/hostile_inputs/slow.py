"""Connections that say too little: half heads, slow bodies, silence, on every port."""

import asyncio
import contextlib
import random
from typing import Final

from benchmarks._ready import HOST
from benchmarks.hostile_inputs.target import Tally, Target

_BYTE_S: Final = 1.0
_HALF_HEAD: Final = b"POST /api/v1/complaints HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Part: "
_SLOW_BODY: Final = (
    b"POST /api/v1/complaints HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b'Content-Length: 1000000\r\n\r\n{"title":"'
)
_HALF_EVENT: Final = b"<event version='2.0' uid='"
_HALF_IMEI: Final = b"\x00\x0f35"
_BEGINNINGS: Final = {
    "web": (_HALF_HEAD, _SLOW_BODY, b"", b"\x16\x03\x01"),
    "osmand": (_HALF_HEAD, _SLOW_BODY.replace(b"/api/v1/complaints", b"/?id=phone-1"), b""),
    "owntracks": (_HALF_HEAD, _SLOW_BODY.replace(b"/api/v1/complaints", b"/"), b""),
    "cot": (_HALF_EVENT, b"", b"<" * 500),
    "teltonika": (_HALF_IMEI, b"", b"\xff" * 500),
}


async def hold_connections(target: Target, tally: Tally, each: int, until: asyncio.Event) -> None:
    """``each`` connections to every port that send a byte a second, opened again when closed, until the event."""
    ports = {"web": target.web_port, **target.ports}
    await asyncio.gather(
        *(
            _hold(tally, f"slow connection to {name}", ports[name], beginnings[n % len(beginnings)], until)
            for name, beginnings in _BEGINNINGS.items()
            for n in range(each)
        )
    )


async def _hold(tally: Tally, kind: str, port: int, beginning: bytes, until: asyncio.Event) -> None:
    while not until.is_set():
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(HOST, port)
            tally.note(kind, "opened")
            try:
                writer.write(beginning)
                await _trickle(reader, writer, until)
            finally:
                writer.transport.abort()
        await _pause(until, random.uniform(0.5, 1.5))


async def _trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, until: asyncio.Event) -> None:
    """A byte a second, until the other side ends the connection."""
    ended = asyncio.ensure_future(reader.read())
    try:
        while not until.is_set() and not ended.done():
            await _pause(until, _BYTE_S)
            writer.write(b"a")
            await writer.drain()
    finally:
        ended.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await ended


async def _pause(until: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(until.wait(), seconds)
