"""The signature by which a receiver knows who sends."""

import hashlib
import hmac
from typing import Final

TIMESTAMP: Final = "Pantau-Timestamp"
SIGNATURE: Final = "Pantau-Signature"


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """``sha256=`` and the HMAC-SHA256, in hex, of ``<timestamp>.<body>``: an old message cannot be sent again later."""
    mac = hmac.new(secret.encode(), str(timestamp).encode() + b"." + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"
