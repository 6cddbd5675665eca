"""Time and size limits for the head and the body of a request, which uvicorn itself does not have.

Without them a client that sends a byte now and then holds a connection, and what belongs to it, for ever.
"""

import asyncio
from typing import ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_SLOW: Final = b"The request came too slowly. Try again, or send less.\n"
_TIMED_OUT: Final = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: "
    + str(len(_SLOW)).encode()
    + b"\r\nconnection: close\r\n\r\n"
    + _SLOW
)
_HEAD_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


class TimedHttpProtocol(HttpToolsProtocol):
    """Closes a connection whose request comes too slowly; all times in seconds.

    A head must be complete ``HEAD_S`` after the connection is made, or after its first byte on a connection that is
    used again. A body has ``BODY_S``, and one second more for every ``BODY_BYTES_PER_S`` that have arrived, at most
    ``LONGEST_BODY_S`` together: a photo on a slow mobile network passes. Of connections whose head is not complete
    there are at most ``MOST_OPEN_HEADS`` in a process; one more closes the oldest.
    """

    HEAD_S: ClassVar[float] = 10.0
    BODY_S: ClassVar[float] = 20.0
    BODY_BYTES_PER_S: ClassVar[int] = 2_000
    LONGEST_BODY_S: ClassVar[float] = 1_800.0
    MOST_OPEN_HEADS: ClassVar[int] = 1_000
    LARGEST_HEAD: ClassVar[int] = 64 * 1024

    _open_heads: ClassVar[dict["TimedHttpProtocol", None]] = {}
    """A dict, because it keeps the order of insertion."""
    _head_timer: asyncio.TimerHandle | None = None
    _body_timer: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _body_bytes = 0
    _in_body = False
    _body_began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing() or self._in_body:
            return
        if self._head_bytes > self.LARGEST_HEAD:
            self.transport.write(_HEAD_TOO_LARGE)
            self.transport.close()
        elif self._head_bytes and self._head_timer is None:
            self._begin_head()

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()
        self._in_body, self._body_bytes, self._body_began = True, 0, self.loop.time()
        self._body_timer = self.loop.call_later(self.BODY_S, self._body_is_late)

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_body = False
        self._end_body()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._stop_timers()
        super().handle_websocket_upgrade()

    def _begin_head(self) -> None:
        self._head_timer = self.loop.call_later(self.HEAD_S, self._head_is_late)
        heads = TimedHttpProtocol._open_heads
        heads[self] = None
        if len(heads) > self.MOST_OPEN_HEADS:
            next(iter(heads))._head_is_late()

    def _end_head(self) -> None:
        self._head_bytes = 0
        TimedHttpProtocol._open_heads.pop(self, None)
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _end_body(self) -> None:
        if self._body_timer is not None:
            self._body_timer.cancel()
            self._body_timer = None

    def _stop_timers(self) -> None:
        self._end_head()
        self._end_body()

    def _head_is_late(self) -> None:
        self._end_head()
        if self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            # A further request has begun while this one is answered: the answer still goes out.
            self.cycle.keep_alive = False
            return
        self.transport.write(_TIMED_OUT)
        self.transport.close()

    def _body_is_late(self) -> None:
        self._body_timer = None
        if self.transport.is_closing():
            return
        allowed = min(self.BODY_S + self._body_bytes / self.BODY_BYTES_PER_S, self.LONGEST_BODY_S)
        # While the application does not read, it is not the client that is slow.
        left = 1.0 if self.flow.read_paused else self._body_began + allowed - self.loop.time()
        if left > 0:
            self._body_timer = self.loop.call_later(max(left, 0.05), self._body_is_late)
            return
        if not self.cycle.response_started:
            self.transport.write(_TIMED_OUT)
        self.transport.close()
