"""JSON from outside: what is read, and what is refused before it costs anything."""

import time
import tracemalloc

import pytest

from kit.json_body import MOST_FIELDS, read_json_body


def _read(body: bytes) -> object:
    return read_json_body(body, most_bytes=4_000_000, most_values=10_000)


def test_json_within_the_limits_is_read() -> None:
    assert _read(b'{"a": [1, "x, y", {"b": null}]}') == {"a": [1, "x, y", {"b": None}]}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b"[" * 9_000, b"[" * 9_000 + b"]" * 9_000, b"9" * 5_000, b" " * 4_000_001],
)
def test_everything_else_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):
        _read(body)


@pytest.mark.parametrize("piece", [b"[],", b"{},", b"1,", b'{"a":[', b"[["])
def test_many_small_values_are_refused_without_being_made(piece: bytes) -> None:
    body = b"[" + piece * (3_900_000 // len(piece)) + b"0]"
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(ValueError, match="values"):
        _read(body)
    assert time.process_time() - began < 0.2
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_an_object_of_many_fields_is_refused() -> None:
    fields = ",".join(f'"f{number}":0' for number in range(MOST_FIELDS + 1))
    with pytest.raises(ValueError, match="fields"):
        _read(b"{" + fields.encode() + b"}")
