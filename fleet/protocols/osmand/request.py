"""An HTTP request as the decoder sees it, and as it is kept in quarantine."""

from collections.abc import Callable
from typing import NamedTuple

from fleet.protocols import json_records


class NotARequest(ValueError):
    """Bytes that ``Request.to_bytes`` never made."""


class Request(NamedTuple):
    """The parts of a request that carry meaning; no header that may hold a secret is among them."""

    method: str
    query: bytes = b""
    content_type: str = ""
    body: bytes = b""

    def to_bytes(self) -> bytes:
        """The request in the form of HTTP/1.1, from which ``from_bytes`` makes the same request again."""
        target = b"/?" + self.query if self.query else b"/"
        head = self.method.encode() + b" " + target + b"\r\n"
        if self.content_type:
            head += b"content-type: " + self.content_type.encode("latin-1") + b"\r\n"
        return head + b"\r\n" + self.body

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Request":
        """Raises NotARequest for anything else than what ``to_bytes`` makes."""
        head, separator, body = raw.partition(b"\r\n\r\n")
        first, _, header = head.partition(b"\r\n")
        method, _, target = first.partition(b" ")
        if not separator or not target.startswith(b"/"):
            raise NotARequest(f"{len(raw)} bytes without the head of a request")
        content_type = header.partition(b": ")[2].decode("latin-1")
        return cls(method.decode("latin-1"), target[2:], content_type, body)


def single(request: Request, index: int) -> Request:
    """The request that carries record ``index`` alone, so that one bad record of an upload can be kept by itself.

    What is no JSON array, or no record of it, stays the whole request: nothing that was sent is ever lost.
    """
    return Parts(request).part(index)


class Parts:
    """``single`` for one record after another: the body is read once, when the first is asked for."""

    __slots__ = ("_body_of", "_request")

    def __init__(self, request: Request) -> None:
        self._request = request
        self._body_of: Callable[[int], bytes | None] | None = None

    def part(self, index: int) -> Request:
        """The request that carries this record alone."""
        if self._body_of is None:
            self._body_of = json_records.splitter(self._request.body)
        body = self._body_of(index)
        return self._request if body is None else Request("POST", b"", "application/json", body)

    def raw(self, index: int) -> bytes:
        """The same, as it is kept in quarantine."""
        return self.part(index).to_bytes()
