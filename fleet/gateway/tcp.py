"""One connection of a tracker: bytes become frames, frames wait for their commit, answers go out in their order.

There is neither a task nor a timer for each connection: ten thousand idle trackers cost memory only for what is known
of them.
"""

import asyncio
from datetime import UTC, datetime
from typing import Final, cast

from fleet.gateway.backpressure import Admission
from fleet.gateway.errors import Unavailable
from fleet.protocols.fix import Rejected
from fleet.protocols.rejection import Reason, RejectionReason, reason
from fleet.protocols.stream import Decoded, Session, StreamProtocol

READ_BYTES: Final = 16 * 1024
UNREAD_ANSWERS_BYTES: Final = 32 * 1024
FAREWELL_S: Final = 10.0
_READ: Final = memoryview(bytearray(READ_BYTES))
"""Where every connection reads into; what has come is taken out before anything else is read."""

Waiting = tuple[asyncio.Future[None] | None, bytes, bool]
"""When it is durable (None: it need not be), the answer, and whether the connection ends with it."""


class TrackerConnection(asyncio.BufferedProtocol):
    """A tracker over TCP.

    Reading pauses while too many frames of this connection, or of all, wait for their commit. A frame that cannot be
    stored is not answered and ends the connection: the tracker connects again and sends it again.
    """

    __slots__ = (
        "_account",
        "_admission",
        "_broken_bytes",
        "_broken_pieces",
        "_buffer",
        "_deaf",
        "_ended_at",
        "_eof",
        "_in_line",
        "_loop",
        "_lost",
        "_paused",
        "_protocol",
        "_remote",
        "_session",
        "_since",
        "_spoke_at",
        "_spoken",
        "_transport",
        "_waiting",
        "slot",
    )  # fmt: skip

    def __init__(self, admission: Admission, protocol: StreamProtocol, loop: asyncio.AbstractEventLoop) -> None:
        self.slot = -1
        self._admission = admission
        self._protocol = protocol
        self._loop = loop
        self._session = Session()
        self._transport: asyncio.Transport | None = None
        self._remote = ""
        self._buffer: bytes | bytearray = b""
        self._waiting: list[Waiting] = []
        self._account = admission.held.open_account()
        self._broken_bytes = self._broken_pieces = 0
        self._spoke_at = self._since = loop.time()
        self._ended_at = 0.0
        self._spoken = self._paused = self._in_line = self._deaf = self._eof = self._lost = False

    @property
    def _listener(self) -> str:
        """The name under which the settings speak of where it came in."""
        return self._protocol.name

    @property
    def _transport_name(self) -> str:
        """The transport as ``fleet.devices.listeners`` knows it."""
        return "tcp"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        admission = self._admission
        self._transport = transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self._remote = peer[0] if peer else ""
        if not admission.enter(self, self._listener, self._remote):
            self._end()
            return
        transport.set_write_buffer_limits(high=UNREAD_ANSWERS_BYTES)
        admission.wheel.add(self, admission.options.tracker_frame_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """What has come whole is stored all the same: not every protocol has an answer to miss."""
        self._transport = None
        self._lost = True
        if not self._paused:
            self._stop_listening()
        self._admission.leave(self)
        self._admission.wheel.remove(self)

    def pause_writing(self) -> None:
        """The tracker does not read its answers."""
        if self._transport is not None:
            self._transport.abort()

    def get_buffer(self, sizehint: int) -> memoryview:
        return _READ

    def buffer_updated(self, nbytes: int) -> None:
        if self._deaf:
            return
        data = bytes(_READ[:nbytes])
        if not self._buffer:
            self._since = self._loop.time()
            self._buffer = data
        elif isinstance(self._buffer, bytearray):
            self._buffer += data
        else:
            self._buffer = bytearray(self._buffer) + data
        if not self._paused:
            self._read_on()

    def eof_received(self) -> bool:
        """Stay open for as long as there are answers to give."""
        self._eof = True
        return bool(self._waiting) or self._paused

    def look(self, now: float) -> float | None:
        """The wheel asks: end what has been silent, or busy with one frame, for too long."""
        options = self._admission.options
        if self._ended_at:
            if now < self._ended_at + FAREWELL_S:
                return self._ended_at + FAREWELL_S
            if self._transport is not None:
                self._transport.abort()
            return None
        soon = now + options.tracker_frame_s
        if self._waiting or self._paused:
            return soon
        if self._buffer:
            soon = self._since + options.tracker_frame_s
            if soon <= now:
                self._give_up_half()
                return self._ended_at + FAREWELL_S
        last = self._spoke_at + (options.tracker_idle_s if self._spoken else options.tracker_frame_s)
        if last <= now:
            self._end()
            return self._ended_at + FAREWELL_S
        return min(soon, last)

    def finish(self) -> None:
        """Read no more; end as soon as what has been taken is answered."""
        self._stop_listening()
        if not self._waiting:
            self._end()

    def abort(self) -> None:
        """End now, whatever is still to be sent."""
        if self._transport is not None:
            self._transport.abort()

    def give_way(self) -> None:
        """End: too many are connected, and this one has said nothing yet."""
        self._end()

    def _heard(self) -> None:
        """It is alive."""
        self._spoke_at = self._loop.time()
        if not self._spoken:
            self._spoken = True
            self._admission.has_spoken(self)

    def _read_on(self) -> None:
        """Take frame after frame out of the buffer, until there is none, or it must wait."""
        admission, protocol = self._admission, self._protocol
        arrival = datetime.now(UTC)
        while self._buffer:
            if len(self._waiting) >= admission.options.tracker_frames or not admission.has_room():
                self._pause()
                return
            cut = admission.cut(protocol, self._buffer)
            if cut is None:
                break
            piece = self._take(cut.size)
            if cut.fault is None:
                self._frame(piece, arrival)
            else:
                self._broken(piece, cut.fault, arrival)
        if self._lost:
            self._stop_listening()  # the rest of a frame will never come
        self._count_held()
        self._resume()

    def _take(self, size: int) -> bytes:
        """Cut the first bytes off the buffer; most often they are all of it."""
        buffer = self._buffer
        if size == len(buffer):
            self._buffer = b""
            return bytes(buffer)
        if isinstance(buffer, bytes):
            self._buffer = buffer = bytearray(buffer)
        piece = bytes(buffer[:size])
        del buffer[:size]
        self._since = self._loop.time()
        return piece

    def _frame(self, frame: bytes, arrival: datetime) -> None:
        admission, protocol, session = self._admission, self._protocol, self._session
        decoded = admission.decode(protocol.name, protocol.decode, frame, session, arrival)
        messages, answer, close = decoded
        if messages or answer or session.identity:
            self._heard()
        if not messages:
            self._wait(None, answer, close)
            return
        if session.identity or not isinstance(messages[0], Rejected):
            self._broken_bytes = self._broken_pieces = 0
        elif self._too_broken(frame):
            close = True
        self._offer(decoded, frame, arrival, close)

    def _broken(self, piece: bytes, fault: Reason, arrival: datetime) -> None:
        decoded = Decoded([Rejected(fault, self._session.identity)])
        self._offer(decoded, piece, arrival, self._too_broken(piece))

    def _too_broken(self, piece: bytes) -> bool:
        self._broken_bytes += len(piece)
        self._broken_pieces += 1
        options = self._admission.options
        return (
            self._broken_bytes > options.tracker_garbage_bytes or self._broken_pieces > options.tracker_garbage_pieces
        )

    def _offer(self, decoded: Decoded, raw: bytes, arrival: datetime, close: bool) -> None:
        try:
            stored = self._admission.admit(
                decoded.messages, raw, arrival, self._protocol.name, self._transport_name, self._remote
            )
        except Unavailable:
            self._end()
            return
        self._wait(stored, decoded.answer, close)
        stored.add_done_callback(self._settled)

    def _wait(self, stored: asyncio.Future[None] | None, answer: bytes, close: bool) -> None:
        """Put an answer behind those of earlier frames."""
        if close:
            self._stop_listening()
        if stored is None and not self._waiting:
            if answer:
                self._write(answer)
            if close:
                self._end()
            return
        self._waiting.append((stored, answer, close))

    def _settled(self, stored: asyncio.Future[None]) -> None:
        stored.exception()  # asked for here, whether or not anybody waits for the answer any more
        if self._waiting:
            self._answer()

    def _answer(self) -> None:
        """Give all the answers that are due, in one piece; end where one of them is never due."""
        answers: list[bytes] = []
        done = 0
        ends = False
        for stored, answer, close in self._waiting:
            if stored is not None:
                if not stored.done():
                    break
                if stored.exception() is not None:
                    ends = True
                    break
            done += 1
            answers.append(answer)
            if close:
                ends = True
                break
        del self._waiting[:done]
        if answer := b"".join(answers):
            self._write(answer)
        if ends:
            self._end()
        elif self._paused and not self._in_line and len(self._waiting) <= self._admission.options.tracker_frames // 2:
            self._read_on()
        if (self._eof or self._deaf) and not self._waiting and not self._paused:
            self._end()

    def _write(self, answer: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(answer)

    def _count_held(self) -> None:
        """Count the bytes that are kept; where all connections keep too many, this one goes."""
        if len(self._buffer) != self._account.held_bytes and not self._account.resize(len(self._buffer)):
            self._end()

    def _pause(self) -> None:
        self._count_held()
        if not self._paused:
            self._paused = True
            if self._transport is not None and not self._transport.is_closing():
                self._transport.pause_reading()
        if not self._in_line and not self._admission.has_room():
            self._in_line = True
            self._admission.when_room(self._called)

    def _called(self) -> None:
        self._in_line = False
        self._read_on()

    def _resume(self) -> None:
        if self._paused:
            self._paused = False
            self._since = self._spoke_at = self._loop.time()
            if self._transport is not None and not (self._eof or self._deaf or self._transport.is_closing()):
                self._transport.resume_reading()
            if (self._eof or self._deaf) and not self._waiting:
                self._end()

    def _give_up_half(self) -> None:
        piece = bytes(self._buffer)
        self._broken(piece, reason(RejectionReason.FRAME_TOO_SHORT, len(piece)), datetime.now(UTC))
        self._end()

    def _stop_listening(self) -> None:
        self._deaf = True
        self._buffer = b""
        self._account.close()

    def _end(self) -> None:
        """Close, after what has been written is sent; ``look`` sees that this has an end."""
        self._stop_listening()
        self._waiting.clear()
        self._ended_at = self._ended_at or self._loop.time()
        if self._transport is not None:
            self._transport.close()
