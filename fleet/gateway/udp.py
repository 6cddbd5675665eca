"""Trackers over UDP: each datagram stands for itself and is answered, to where it came from, after its commit."""

import asyncio
from datetime import UTC, datetime
from typing import cast

from fleet.gateway.backpressure import Admission
from fleet.gateway.errors import Unavailable
from fleet.protocols.stream import DecodeFrame, Session

Address = tuple[str, int]


class TrackerDatagrams(asyncio.DatagramProtocol):
    """All trackers of one protocol over UDP.

    What cannot be taken now is dropped without an answer, and the tracker sends it again.
    """

    def __init__(self, admission: Admission, name: str, decode: DecodeFrame) -> None:
        self._admission = admission
        self._name = name
        self._decode = decode
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting = 0
        self._stuck = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def pause_writing(self) -> None:
        self._stuck = True

    def resume_writing(self) -> None:
        self._stuck = False

    def error_received(self, exc: Exception) -> None:
        """An answer could not be delivered; its tracker will send again."""

    def datagram_received(self, data: bytes, addr: Address) -> None:
        admission = self._admission
        if not admission.admits(self._name, addr[0]):
            return
        if not data or self._waiting >= admission.options.tracker_datagrams or not admission.has_room():
            return
        arrival = datetime.now(UTC)
        messages, answer, _ = admission.decode(self._name, self._decode, data, Session(), arrival)
        if not messages:
            self._answer(answer, addr)
            return
        try:
            stored = admission.admit(messages, data, arrival, self._name, "udp", addr[0])
        except Unavailable:
            return
        self._waiting += 1
        stored.add_done_callback(lambda done: self._settled(done, answer, addr))

    def _settled(self, stored: asyncio.Future[None], answer: bytes, addr: Address) -> None:
        self._waiting -= 1
        if stored.exception() is None:
            self._answer(answer, addr)

    def _answer(self, answer: bytes, addr: Address) -> None:
        if answer and self._transport is not None and not self._stuck:
            self._transport.sendto(answer, addr)
