"""Both HTTP listeners of phones against clients that are slow, endless or malformed."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from fleet.protocols.fix import Fix, Rejected
from fleet.protocols.rejection import RejectionReason
from tests.fleet.http_listener import QUICK, HttpListener, open_http
from tests.slow_clients import closed, connect, dripped, is_true
from tests.wait_for import until_async

AT: Final = 1_795_244_709
RECORDS: Final[Mapping[str, dict[str, Any]]] = {
    "osmand": {"id": "1122", "lat": 3.12, "lon": 98.5, "timestamp": AT},
    "owntracks": {"_type": "location", "tid": "bu", "lat": 3.12, "lon": 98.5, "tst": AT},
}
IDENTITY: Final = {"osmand": "id", "owntracks": "tid"}
HEAD: Final = b"POST / HTTP/1.1\r\nContent-Type: application/json\r\n"
BOUND_S: Final = 2.0
"""For one answer; it takes some milliseconds."""

both = pytest.mark.parametrize("name", RECORDS)


async def deliver(name: str, listener: HttpListener) -> None:
    """A phone's record is stored and answered."""
    before = len(listener.shelf.kept)
    assert (await listener.post(json.dumps(RECORDS[name]).encode())).startswith(b"HTTP/1.1 200 ")
    assert isinstance(listener.shelf.kept[before].messages[0], Fix)


@both
async def test_150_half_heads_are_closed_and_phones_are_answered_meanwhile(name: str) -> None:
    async with open_http(name) as listener:
        half = [await connect(listener.port, b"POST / HTTP/1.1\r\nX-Slow: ") for _ in range(150)]
        await deliver(name, listener)
        answers = await asyncio.gather(*(closed(connection) for connection in half))
        assert {answer.split(b" ")[1] for answer in answers} == {b"408"}


@both
async def test_half_heads_do_not_take_the_connections_of_phones(name: str) -> None:
    limits = replace(QUICK, head_s=30.0, most_open_heads=20)
    async with open_http(name, http=limits, max_connections=30) as listener:
        half = [await connect(listener.port, b"POST / HTTP/1.1\r\nX-Slow: ") for _ in range(60)]
        await deliver(name, listener)
        oldest = await asyncio.gather(*(closed(connection) for connection in half[:40]))
        assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in oldest)
        assert len(listener.server.server_state.connections) <= 20
        for _, writer in half:
            writer.close()


@both
async def test_connections_that_are_kept_and_not_used_do_not_take_those_of_phones(name: str) -> None:
    async with open_http(name, max_connections=30) as listener:
        kept = [await connect(listener.port, b"GET /favicon.ico HTTP/1.1\r\n\r\n") for _ in range(29)]
        for reader, _ in kept:
            assert b" 404 " in await asyncio.wait_for(reader.readline(), 10)
        for _ in range(5):
            await deliver(name, listener)
        kept += [await connect(listener.port, b"GET /favicon.ico HTTP/1.1\r\n\r\n") for _ in range(30)]
        await deliver(name, listener)
        for _, writer in kept:
            writer.close()


@both
async def test_a_byte_now_and_then_keeps_neither_a_head_nor_a_body_open(name: str) -> None:
    async with open_http(name) as listener:
        head = dripped(await connect(listener.port, b"POST / HTTP/1.1\r\n"), b"x")
        body = dripped(await connect(listener.port, HEAD + b"Content-Length: 1000\r\n\r\n"), b" ")
        chunks = dripped(await connect(listener.port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n"), b"1\r\n \r\n")
        for answer in await asyncio.gather(head, body, chunks):
            assert answer.startswith(b"HTTP/1.1 408 ")
        assert listener.shelf.kept == []
        await deliver(name, listener)


@both
async def test_an_endless_head_is_refused(name: str) -> None:
    async with open_http(name) as listener:
        answer = await dripped(await connect(listener.port, b"GET / HTTP/1.1\r\nX: "), b"y" * 8_000, every_s=0.001)
        assert answer.startswith(b"HTTP/1.1 431 ")


@both
async def test_a_body_beyond_every_phone_is_refused_before_it_is_sent_or_as_it_comes(name: str) -> None:
    async with open_http(name) as listener:
        announced = await connect(listener.port, HEAD + b"Content-Length: 1048577\r\n\r\n")
        chunked = await connect(listener.port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        piece = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
        for answer in await asyncio.gather(closed(announced), dripped(chunked, piece, every_s=0.001)):
            assert answer.startswith(b"HTTP/1.1 413 ")
        assert listener.shelf.kept == []


def with_field(record: Mapping[str, Any], name: str, value: str) -> bytes:
    """A record with one more field, as JSON; ``value`` is JSON already."""
    return (json.dumps(record)[:-1] + f', "{name}": {value}}}').encode()


DEEP: Final = "[" * 10_000 + "]" * 10_000
DIGITS: Final = "9" * 5_000


@both
@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("note", DEEP, RejectionReason.TOO_DEEP),
        ("note", DIGITS, RejectionReason.UNREADABLE_JSON),
        ("lat", DIGITS, RejectionReason.UNREADABLE_JSON),
        ("lat", "1e999999999", RejectionReason.NOT_FINITE),
        ("lat", "NaN", RejectionReason.NOT_FINITE),
        ("lat", f'"{DIGITS}"', None),
    ],
    ids=["deep", "digits", "digits for a latitude", "exponent", "NaN", "digits in a string"],
)
async def test_a_number_or_nesting_beyond_reason_is_one_message_in_quarantine(
    name: str, field: str, value: str, why: RejectionReason | None
) -> None:
    async with open_http(name) as listener:
        body = with_field(RECORDS[name], field, value)
        reason = await _refused_in_time(listener, body)
        assert why is None or reason == why


@both
@pytest.mark.parametrize(
    "body",
    [DEEP.encode(), b'{"a":' * 10_000, DIGITS.encode(), b"\0" * 5_000, b"\0{}", b"\xed\xa0\x80", b'"\\ud800"', b"["],
    ids=["deep", "deep and open", "digits", "NULs", "NUL before", "raw half surrogate", "half surrogate", "open"],
)
async def test_what_is_no_record_is_one_message_in_quarantine(name: str, body: bytes) -> None:
    async with open_http(name) as listener:
        await _refused_in_time(listener, body)
        await deliver(name, listener)


async def _refused_in_time(listener: HttpListener, body: bytes) -> RejectionReason:
    """Why the only message is in quarantine, with its bytes; a phone would send it for ever if it were not answered."""
    async with asyncio.timeout(BOUND_S):
        assert (await listener.post(body)).startswith(b"HTTP/1.1 200 ")
    (delivery,) = listener.shelf.kept
    (message,) = delivery.messages
    assert isinstance(message, Rejected)
    assert body in delivery.raw(0)
    return message.reason.code


@both
@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "\udfff\0"], ids=["NUL", "half surrogate", "both"])
async def test_nul_and_half_surrogates_cost_neither_the_position_nor_the_listener(name: str, text: str) -> None:
    async with open_http(name) as listener:
        record = {**RECORDS[name], IDENTITY[name]: f"12{text}", "note": text, text: 1}
        async with asyncio.timeout(BOUND_S):
            assert (await listener.post(json.dumps(record).encode())).startswith(b"HTTP/1.1 200 ")
        (message,) = listener.shelf.kept[0].messages
        assert isinstance(message, Fix)
        stored = repr((message.identity, message.attributes))
        assert "\\x00" not in stored
        assert "\\ud800" not in stored
        assert "\\udfff" not in stored


@both
@pytest.mark.parametrize(
    "request_",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET /\0 HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
     HEAD + b"Content-Length: 1e3\r\n\r\n", HEAD + b"Content-Length: -1\r\n\r\n",
     HEAD + b"Content-Length: " + DIGITS.encode() + b"\r\n\r\n",
     HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
     HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n"],
    ids=["TLS", "NUL", "version", "float", "negative", "digits", "two lengths", "endless chunk"],
)  # fmt: skip
async def test_what_is_no_http_is_a_fault_of_the_client(name: str, request_: bytes) -> None:
    async with open_http(name) as listener:
        async with asyncio.timeout(BOUND_S):
            answer = await closed(await connect(listener.port, request_))
        assert answer.startswith(b"HTTP/1.1 400 ")
        await deliver(name, listener)


@both
async def test_slow_bodies_hold_no_memory_when_they_are_over(name: str) -> None:
    limits = replace(QUICK, body_bytes_per_s=1_000_000)
    async with open_http(name, http=limits, held_body_bytes=100_000) as listener:
        slow = [await connect(listener.port, HEAD + b"Content-Length: 60000\r\n\r\n" + b" " * 40_000) for _ in range(2)]
        await asyncio.gather(*(closed(connection) for connection in slow))
        await until_async(is_true(lambda: not listener.server.server_state.tasks))
        record = json.dumps(RECORDS[name]).encode()
        assert (await listener.post(record + b" " * 90_000)).startswith(b"HTTP/1.1 200 ")
