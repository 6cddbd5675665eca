"""Which addresses the server may open because somebody typed them in: a camera's picture, a webhook's receiver.

An address typed into a form must not become a way into the server's own network: everything that is not public is
refused unless the installation lists it. The address that was checked is the one that is opened, so a name that changes
its answer between the two gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from people.errors import AppError, TryLater

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(AppError):
    """The address is one that the server must not open."""

    code = "address_refused"
    status = 422
    message = _("This address is not allowed: only http and https, and inner addresses only when listed.")


class NameUnknown(TryLater):
    """No address is known for the name now."""

    code = "name_unknown"
    message = _("The name in this address is not known.")


_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request really goes: ``address`` is the checked IP address, ``host`` the ASCII name for Host and TLS."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def url(self) -> str:
        """The address to open, with the IP address in place of the name."""
        literal = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{literal}:{self.port}{self.path}"

    @property
    def host_line(self) -> str:
        """The Host header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if _DEFAULT_PORTS[self.scheme] == self.port else f"{name}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, name and port, which a redirect must keep."""
        return self.scheme, self.host, self.port


def split_url(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path with query. Raises AddressRefused for anything but a plain http or https address."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise AddressRefused from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _DEFAULT_PORTS or not host or parts.username or parts.password:
        raise AddressRefused
    if any(ord(letter) <= 32 or letter == "\x7f" for letter in url):
        raise AddressRefused
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, path


async def resolve(url: str, listed: Sequence[str]) -> Target:
    """The checked target of the address; ``listed`` holds inner ones that may be opened, as ``host:port`` or networks.

    Raises AddressRefused, NameUnknown.
    """
    scheme, host, port, path = split_url(url)
    addresses = await _look_up(host, port)
    name = f"[{host}]" if ":" in host else host
    if f"{name}:{port}" not in listed and not all(_may_open(address, listed) for address in addresses):
        raise AddressRefused
    plain = host if host.isascii() else host.encode("idna").decode()  # as the look-up has done with it
    return Target(scheme, plain, port, path, str(addresses[0]))


async def _look_up(host: str, port: int) -> list[IPAddress]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown from error
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _may_open(address: IPAddress, listed: Sequence[str]) -> bool:
    plain = _unwrapped(address)
    if any(plain in network for network in _networks(listed)):
        return True
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _networks(listed: Sequence[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(entry) for entry in listed if "/" in entry]
