"""Listening sockets, opened before anything is served, so that a taken port is said at once."""

import errno
import socket
from typing import Final

BACKLOG: Final = 4096
"""Connections that wait to be taken. `create_server` listens again, with 100 unless it is told: after a restart of the
gateway all trackers come back at once, and each that finds the queue full tries again a second later."""


class PortTaken(Exception):
    """A listener cannot be opened; the message says which, and why."""


def listening(host: str, port: int, *, whose: str, shared: bool = False) -> socket.socket:
    """A TCP socket that listens. ``shared``: other gateway processes may listen there, too. Raises PortTaken."""
    opened = _bound(host, port, socket.SOCK_STREAM, whose, shared=shared)
    opened.listen(BACKLOG)
    return opened


def datagrams(host: str, port: int, *, whose: str, shared: bool = False) -> socket.socket:
    """A UDP socket at an address. Raises PortTaken."""
    return _bound(host, port, socket.SOCK_DGRAM, whose, shared=shared)


def reserved(host: str, port: int, *, whose: str) -> socket.socket:
    """A TCP socket that takes no connections: it only keeps the port for those who share it. Raises PortTaken."""
    return _bound(host, port, socket.SOCK_STREAM, whose, shared=True)


def address(opened: socket.socket) -> tuple[str, int]:
    """Host and port of a socket."""
    name = opened.getsockname()
    return name[0], name[1]


def _bound(host: str, port: int, kind: socket.SocketKind, whose: str, *, shared: bool) -> socket.socket:
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_PASSIVE)[0]
        opened = socket.socket(family, kind)
    except OSError as error:
        raise PortTaken(f"{host} is no address that {whose} can listen at: {error.strerror}") from None
    try:
        if kind == socket.SOCK_STREAM:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        opened.setblocking(False)
        opened.bind(where)
    except OSError as error:
        opened.close()
        why = (
            "is taken by another program" if error.errno == errno.EADDRINUSE else f"cannot be opened: {error.strerror}"
        )
        raise PortTaken(f"port {port} at {host}, for {whose}, {why}") from None
    return opened
