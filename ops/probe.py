"""Whether a service answers: `python -m ops.probe http://HOST:PORT/PATH` or `tcp://HOST:PORT`, exit code 0 or 1."""

from __future__ import annotations

import socket
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def answers(address: str) -> bool:
    """True when a connection opens and, for http, the answer is 200."""
    parts = urlsplit(address)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    if parts.scheme == "tcp":
        return _opens(host, port)
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _opens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
