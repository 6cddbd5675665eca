"""What the gateway is told by the settings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GatewayOptions:
    """Addresses, and the limits that keep one process healthy.

    ``linger_ms``: how long a batch waits for more at most; it goes earlier when nothing new came within ``quiet_ms``.
    ``pending_fixes``: how many fixes may wait for a commit before the door answers 503.
    """

    database: str
    redis_url: str
    host: str = "0.0.0.0"
    osmand_port: int = 5055
    batch_fixes: int = 2_000
    linger_ms: float = 30.0
    quiet_ms: float = 2.0
    pending_fixes: int = 20_000
    writers: int = 2
    max_body_bytes: int = 1024 * 1024
    body_seconds: float = 20.0
    head_seconds: float = 15.0
    max_head_bytes: int = 16 * 1024
    keep_alive_seconds: int = 75
    max_connections: int = 20_000
    statement_timeout_ms: int = 15_000
