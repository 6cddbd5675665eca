"""What the gateway is told by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fleet.gateway.broker import Broker
from fleet.gateway.cot_out import CotOut
from fleet.gateway.networks import Network
from kit.net.http_limits import HttpLimits

PHONES: Final = HttpLimits(
    head_s=15.0, longest_body_s=300.0, most_open_heads=2_000, largest_head=16 * 1024, unread_s=30.0
)


@dataclass(frozen=True)
class GatewayOptions:
    """Addresses, and the limits that keep one process healthy.

    ``linger_ms``: how long a batch waits for more at most; it goes earlier when nothing new came within ``quiet_ms``.
    ``turn_ms``: how long a batch waits for its turn at the database at most.
    ``share_deliveries``: where more than these wait, a batch takes a part of them, and the next writer the others.
    ``pending_fixes``: how many fixes may wait for a commit before the listener answers 503 and trackers are not read.
    ``trackers``: the port of each protocol of ``fleet.protocols.streams``; 0 is any free one, -1 is closed.
    ``tracker_idle_s``: how long a tracker may say nothing; ``tracker_frame_s``: how long one frame, and the first of a
    connection, may take. ``tracker_frames``: how many frames of one connection may wait for their commit.
    ``tracker_garbage_bytes``, ``tracker_garbage_pieces``: what a connection may send of it between good frames.
    ``owntracks_port``: of OwnTracks over HTTP; ``broker``: of OwnTracks over MQTT; -1 and None are off.
    ``networks``: by listener (a protocol, or ``cot_tls``, ``cot_out``) those that it is open to; not named: to all.
    ``mqtt_accounts_file``: where the accounts of phones are written for the broker; empty: nowhere.
    ``tracker_held_bytes``: how many bytes of unfinished frames all connections may keep together.
    ``held_body_bytes``: the same for the bodies of requests, at each HTTP listener.
    ``http``: what a request may take, at all HTTP listeners together; ``max_body_bytes``: the largest body, else 413.
    ``share_ports``: other gateway processes of this machine may listen at the same ports.
    """

    database: str
    redis_url: str
    host: str = "0.0.0.0"
    osmand_port: int = 5055
    batch_fixes: int = 2_000
    share_deliveries: int = 250
    linger_ms: float = 30.0
    quiet_ms: float = 0.5
    turn_ms: float = 40.0
    pending_fixes: int = 20_000
    writers: int = 2
    max_body_bytes: int = 1024 * 1024
    held_body_bytes: int = 256 * 1024 * 1024
    http: HttpLimits = PHONES
    keep_alive_seconds: int = 75
    max_connections: int = 20_000
    statement_timeout_ms: int = 15_000
    trackers: Mapping[str, int] = field(default_factory=dict)
    tracker_idle_s: float = 900.0
    tracker_frame_s: float = 60.0
    tracker_connections: int = 20_000
    tracker_frames: int = 32
    tracker_garbage_bytes: int = 32 * 1024
    tracker_garbage_pieces: int = 64
    tracker_held_bytes: int = 64 * 1024 * 1024
    tracker_datagrams: int = 4_000
    share_ports: bool = False
    owntracks_port: int = -1
    broker: Broker | None = None
    mqtt_accounts_file: str = ""
    networks: Mapping[str, tuple[Network, ...]] = field(default_factory=dict)
    cot: CotOut = field(default_factory=CotOut)
