"""What all tracker listeners share: admission to the group commit, backpressure, and decoders that may fail."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

from fleet.gateway.byte_budget import ByteBudget
from fleet.gateway.group_commit import GroupCommit
from fleet.gateway.networks import AllowedNetworks
from fleet.gateway.options import GatewayOptions
from fleet.gateway.timer_wheel import TimerWheel
from fleet.pipeline.clock import microseconds
from fleet.pipeline.delivery import Delivery
from fleet.protocols.fix import Message, Rejected
from fleet.protocols.rejection import Reason, RejectionReason, reason
from fleet.protocols.stream import Cut, Decoded, DecodeFrame, Session, StreamProtocol

logger = logging.getLogger(__name__)
LARGEST_FRAME: Final = 1_000
"""More messages than one frame brings; so much room is left before a frame is decoded."""
LOOK_AGAIN_S: Final = 0.02


class Newcomer(Protocol):
    """A connection of which nothing is known yet."""

    def give_way(self) -> None:
        """End, for there are too many."""
        ...


class Admission:
    """Takes frames of any protocol into one group commit; counts connections and watches their time."""

    def __init__(self, commits: GroupCommit, options: GatewayOptions) -> None:
        self.options = options
        self.wheel = TimerWheel(min(0.5, options.tracker_frame_s / 4))
        self.connections = 0
        self._silent: dict[Newcomer, None] = {}
        self._networks: dict[str, AllowedNetworks] = {}
        self.held = ByteBudget(options.tracker_held_bytes)
        self.empty = asyncio.Event()
        self._commits = commits
        self._fullest = options.pending_fixes - min(LARGEST_FRAME, options.pending_fixes // 4)
        self._waiting: deque[Callable[[], None]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._faults: set[tuple[str, str]] = set()

    def enter(self, newcomer: Newcomer, listener: str, address: str) -> bool:
        """Count a connection; False where its network is refused, or too many are connected that have spoken.

        Of those that have said nothing yet, the oldest gives way to it.
        """
        self.connections += 1
        self.empty.clear()
        if not self.admits(listener, address):
            return False
        if self.connections > self.options.tracker_connections:
            if not self._silent:
                return False
            oldest = next(iter(self._silent))
            del self._silent[oldest]
            oldest.give_way()
        self._silent[newcomer] = None
        return True

    def has_spoken(self, newcomer: Newcomer) -> None:
        """It gives way to nobody any more."""
        self._silent.pop(newcomer, None)

    def leave(self, connection: Newcomer) -> None:
        """Count it no more."""
        self._silent.pop(connection, None)
        self.connections -= 1
        if not self.connections:
            self.empty.set()

    def admits(self, listener: str, address: str) -> bool:
        """Whether the listener is open to the network of this address."""
        allowed = self._networks.get(listener)
        if allowed is None:
            allowed = self._networks[listener] = AllowedNetworks(listener, self.options.networks)
        return allowed.admits(address)

    def has_room(self) -> bool:
        """Whether another frame may be decoded now. A little is left to phones even when not."""
        return self._commits.pending_fixes <= self._fullest

    def when_room(self, go: Callable[[], None]) -> None:
        """Call ``go`` once, when there is room; those who wait longest come first."""
        self._waiting.append(go)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LOOK_AGAIN_S, self._look)

    def admit(  # noqa: PLR0917 - called for every frame
        self, messages: Sequence[Message], raw: bytes, arrival: datetime, protocol: str, transport: str, remote: str
    ) -> asyncio.Future[None]:
        """What ``GroupCommit.enqueue`` gives for the messages of one frame."""
        delivery = Delivery(messages, microseconds(arrival), protocol, transport, remote, lambda index: raw)
        return self._commits.enqueue(delivery)

    def cut(self, protocol: StreamProtocol, buffer: bytes | bytearray) -> Cut | None:
        """The head of the buffer. What a cutter fails on, or leaves uncut for too long, is garbage as a whole."""
        try:
            cut = protocol.cut(buffer)
            if cut is not None and not 0 < cut.size <= len(buffer):
                raise ValueError(f"cut {cut.size} of {len(buffer)} bytes")
        except Exception as error:  # noqa: BLE001 - one bug in a protocol must not end the listener
            return Cut(len(buffer), self.fault(protocol.name, error))
        if cut is None and len(buffer) >= protocol.max_frame:
            return Cut(len(buffer), reason(RejectionReason.FRAME_TOO_LONG, len(buffer)))
        return cut

    def decode(self, name: str, decode: DecodeFrame, frame: bytes, session: Session, arrival: datetime) -> Decoded:
        """What a frame brings; one that its decoder fails on goes to quarantine."""
        try:
            return decode(frame, session, arrival)
        except Exception as error:  # noqa: BLE001 - as above
            return Decoded([Rejected(self.fault(name, error), session.identity)])

    def fault(self, name: str, error: Exception) -> Reason:
        """The reason for the quarantine; the log has the first of each kind with its trace."""
        kind = (name, repr(error)[:40])
        if kind not in self._faults and len(self._faults) < 1000:
            self._faults.add(kind)
            logger.error("a frame of %s goes to quarantine; further ones like it are not logged", name, exc_info=error)
        return reason(RejectionReason.DECODER_FAULT, repr(error))

    def _look(self) -> None:
        self._timer = None
        for _ in range(len(self._waiting)):
            if not self.has_room():
                break
            self._waiting.popleft()()
        if self._waiting and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LOOK_AGAIN_S, self._look)
