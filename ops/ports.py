"""TCP ports: whether one is free, and finding free ones."""

from __future__ import annotations

import errno
import ipaddress
import random
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


def is_loopback(host: str) -> bool:
    """Whether who listens at ``host``, an address or a name, is reached from this machine alone."""
    return host == "localhost" or ((address := _address(host)) is not None and address.is_loopback)


def is_unspecified(host: str) -> bool:
    """Whether ``host`` is the address that stands for every interface."""
    return (address := _address(host)) is not None and address.is_unspecified


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


# Below those that Linux gives to outgoing connections (from 32768 on): none of them takes a port before it is opened.
_CANDIDATES = range(20_000, 32_768)
_given: set[int] = set()


def share_ports(part: int, parts: int) -> None:
    """From here on give only every ``parts``-th port, so that processes with different ``part`` never give the same."""
    _given.update(port for port in _CANDIDATES if port % parts != part)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface that are free at this moment; none that this process was given before."""
    found: list[int] = []
    for port in random.sample(_CANDIDATES, len(_CANDIDATES)):
        if len(found) == count:
            break
        if port not in _given and _is_free(port):
            found.append(port)
            _given.add(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
