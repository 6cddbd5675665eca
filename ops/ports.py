"""TCP ports: whether one is free, and finding free ones."""

from __future__ import annotations

import errno
import socket

from ops.errors import OpsError


def require_free(host: str, port: int, whose: str, remedy: str) -> None:
    """Raise OpsError, naming whose port it is and what to do, when it cannot be listened on."""
    if not 1 <= port <= 65535:
        raise OpsError(f"Port {port}, for {whose}, does not exist; ports go from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise OpsError(f"Port {port}, for {whose}, is taken by another program; {remedy}.") from None
            if error.errno == errno.EACCES:
                raise OpsError(f"Port {port}, for {whose}, needs the rights of root; {remedy}.") from None
            raise OpsError(f"Port {port} at {host}, for {whose}, cannot be opened: {error.strerror}.") from None


def free_ports(count: int) -> list[int]:
    """Different ports of the loopback interface that are free at this moment."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
