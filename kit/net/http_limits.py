"""Limits on the time, size and number of HTTP requests that come slowly, which uvicorn itself does not have.

Without them a client that sends a byte now and then holds a connection, and what belongs to it, for ever.
"""

import asyncio
from dataclasses import dataclass
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


@dataclass(frozen=True)
class HttpLimits:
    """What one port allows its clients; all times in seconds.

    A head must be complete ``head_s`` after the connection is made, or after its first byte on a connection that is
    used again, and within ``largest_head`` bytes. A body has ``body_s``, and one second more for every
    ``body_bytes_per_s`` that have arrived, at most ``longest_body_s`` together; one whose request is answered already
    has ``body_s``. Of connections whose head is not complete there are at most ``most_open_heads``; one more closes the
    oldest. A client that reads nothing of what waits to be sent for ``unread_s`` is dropped. Where uvicorn's own
    ``limit_concurrency`` is reached, a new connection closes one that waits for its next request.
    """

    head_s: float = 10.0
    body_s: float = 20.0
    body_bytes_per_s: int = 2_000
    longest_body_s: float = 1_800.0
    most_open_heads: int = 1_000
    largest_head: int = 64 * 1024
    unread_s: float = 120.0


class LimitedHttpProtocol(HttpToolsProtocol):
    """HTTP/1.1 within ``limits``. A request that comes in one piece costs no timer."""

    limits: ClassVar[HttpLimits]
    open_heads: ClassVar[dict["LimitedHttpProtocol", None]]
    """A dict, because it keeps the order of insertion."""
    _head_timer: asyncio.TimerHandle | None = None
    _body_timer: asyncio.TimerHandle | None = None
    _unread_timer: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _body_bytes = 0
    _in_body = False
    _body_began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin_head()
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            self._close_an_idle_one()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_body:
            if self._body_timer is None:
                self._begin_body()
        elif self._head_bytes:
            self._continue_head()

    def on_headers_complete(self) -> None:
        self._end_head()
        super().on_headers_complete()
        self._in_body, self._body_bytes = True, 0

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_body = False
        if self._body_timer is not None:
            self._end_body()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._stop_timers()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._unread_timer is None:
            self._watch_unread()

    def resume_writing(self) -> None:
        self._end_unread()
        super().resume_writing()

    def _close_an_idle_one(self) -> None:
        """Make room: a client whose connection is closed between two requests opens another."""
        for other in self.connections:
            if isinstance(other, LimitedHttpProtocol) and other._is_idle():
                other.transport.close()
                return

    def _is_idle(self) -> bool:
        answered = self.cycle is not None and self.cycle.response_complete
        return answered and not (self._in_body or self._head_bytes or self.transport.is_closing())

    def _begin_head(self) -> None:
        self._head_timer = self.loop.call_later(self.limits.head_s, self._head_is_late)
        heads = self.open_heads
        heads[self] = None
        if len(heads) > self.limits.most_open_heads:
            next(iter(heads))._head_is_late()

    def _continue_head(self) -> None:
        """What has come of a head is not all of it."""
        if self.transport.is_closing():
            return
        if self._head_bytes > self.limits.largest_head:
            self.transport.write(_HEAD_TOO_LARGE)
            self.transport.close()
        elif self._head_timer is None:
            self._begin_head()

    def _end_head(self) -> None:
        self._head_bytes = 0
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
            self.open_heads.pop(self, None)

    def _begin_body(self) -> None:
        if not self.transport.is_closing():
            self._body_began = self.loop.time()
            self._body_timer = self.loop.call_later(self.limits.body_s, self._body_is_late)

    def _end_body(self) -> None:
        if self._body_timer is not None:
            self._body_timer.cancel()
            self._body_timer = None

    def _end_unread(self) -> None:
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None

    def _stop_timers(self) -> None:
        self._in_body = False
        self._end_head()
        self._end_body()
        self._end_unread()

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
        left = self._body_time_left()
        if left > 0:
            # Looked at again soon: it may be answered meanwhile.
            self._body_timer = self.loop.call_later(min(max(left, 0.05), self.limits.body_s), self._body_is_late)
            return
        if not self.cycle.response_started:
            self.transport.write(_TIMED_OUT)
        self.transport.close()

    def _body_time_left(self) -> float:
        """Seconds until the body is late."""
        limits = self.limits
        if self.flow.read_paused:
            return 1.0  # while the application does not read, it is not the client that is slow
        allowed = limits.body_s
        if not self.cycle.response_complete:
            allowed = min(allowed + self._body_bytes / limits.body_bytes_per_s, limits.longest_body_s)
        return self._body_began + allowed - self.loop.time()

    def _watch_unread(self, before: int | None = None) -> None:
        """Drop the client unless it has read something since ``before`` bytes waited to be sent."""
        waiting = self.transport.get_write_buffer_size()
        if before is not None and waiting >= before:
            self._unread_timer = None
            self.transport.abort()
            return
        self._unread_timer = self.loop.call_later(self.limits.unread_s, self._watch_unread, waiting)


def limited_http(limits: HttpLimits) -> type[LimitedHttpProtocol]:
    """The protocol class for ``uvicorn.Config(http=...)``; all connections of it share the bound on open heads."""
    return type("LimitedHttp", (LimitedHttpProtocol,), {"limits": limits, "open_heads": {}})
