"""Which addresses the server may open because somebody typed them in: a camera's picture, a webhook's receiver.

An address typed into a form must not become a way into the server's own network: everything that is not public is
refused unless the installation lists it. The address that was checked is the one that is opened, so a name that changes
its answer between the two gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext_lazy as _

from kit.errors import AppError, TryLater

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(AppError):
    """The address is one that the server must not open."""

    code = "address_refused"
    status = 422
    message = _("This address is not allowed: only http and https, and inner addresses only when listed.")


class InnerAddress(AddressRefused):
    """The address leads to ``ip``, which is not public; ``listing`` is the entry that would allow it."""

    message = _("This address leads into an inner network (%(ip)s), and the installation does not list it.")

    def __init__(self, ip: str, listing: str) -> None:
        super().__init__(str(self.message) % {"ip": ip})
        self.ip, self.listing = ip, listing


class NameUnknown(TryLater):
    """No address is known for the name now."""

    code = "name_unknown"
    message = _("The name in this address is not known.")

    def __init__(self, host: str | None = None) -> None:
        text = _("No address is known for the name “%(host)s”. Check how it is written, then try again.")
        super().__init__(str(text) % {"host": host[:100]} if host else None)


HTTP_SCHEMES: Final = {"http": 80, "https": 443}
_UNREADABLE = _("This address cannot be read. Write it like https://dispatch.example.go.id/events.")
_SCHEME = _("This address must begin with https:// or http://.")
_NO_HOST = _("This address names no host. Write it like https://dispatch.example.go.id/events.")
_PORT = _("The port of this address must be a number from 1 to 65535.")
_LOGIN = _("Leave user name and password out of this address: everybody who opens this page would read them.")
_BLANKS = _("This address holds a space or an invisible character. Write a space as %20.")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# The registries of special-purpose addresses (RFC 6890 and its updates), complete and independent of the version of
# Python, whose ``is_global`` leaves out some: site-local fec0::/10 among them. 6to4 and Teredo
# lead to IPv4 addresses by way of others' relays, so no camera or receiver is reached through them.
_SPECIAL: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32"),
        *("2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)


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
        return name if HTTP_SCHEMES[self.scheme] == self.port else f"{name}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, name and port, which a redirect must keep."""
        return self.scheme, self.host, self.port


def split_url(url: str, *, schemes: Mapping[str, int] = HTTP_SCHEMES) -> tuple[str, str, int, str]:
    """Scheme, host, port and path with query; ``schemes`` are those allowed, with their default ports.

    Raises AddressRefused for anything but a plain address.
    """
    if any(ord(letter) <= 32 or letter == "\x7f" for letter in url):
        raise AddressRefused(_BLANKS)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise AddressRefused(_UNREADABLE) from error
    if parts.scheme not in schemes or not url[len(parts.scheme) :].startswith("://"):
        raise AddressRefused(_SCHEME)
    if parts.username or parts.password:
        raise AddressRefused(_LOGIN)
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise AddressRefused(_NO_HOST)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, _port_of(parts, schemes), path


def _port_of(parts: SplitResult, schemes: Mapping[str, int]) -> int:
    try:
        port = schemes[parts.scheme] if parts.port is None else parts.port
    except ValueError as error:
        raise AddressRefused(_PORT) from error
    if port == 0:
        raise AddressRefused(_PORT)
    return port


def origin_of(url: str, *, schemes: Mapping[str, int] = HTTP_SCHEMES) -> str:
    """``scheme://host:port`` in lower case: whom a password that goes with the address may be shown.

    Raises AddressRefused.
    """
    scheme, host, port, _path = split_url(url, schemes=schemes)
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name.lower()}:{port}"


async def resolve(url: str, listed: Sequence[str]) -> Target:
    """The checked target of the address; ``listed`` holds inner ones that may be opened, as ``host:port`` or networks.

    Raises AddressRefused, NameUnknown.
    """
    scheme, host, port, path = split_url(url)
    addresses = await _look_up(host, port)
    name = f"[{host}]" if ":" in host else host
    inner = [address for address in addresses if not _may_open(address, listed)]
    if inner and f"{name}:{port}" not in listed:
        raise InnerAddress(str(inner[0]), f"{name}:{port}")
    plain = host if host.isascii() else host.encode("idna").decode()  # as the look-up has done with it
    return Target(scheme, plain, port, path, str(addresses[0]))


async def _look_up(host: str, port: int) -> list[IPAddress]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown(host) from error
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def is_public(address: IPAddress) -> bool:
    """Whether the address belongs to the public internet; an IPv6 form of an IPv4 address counts as that one."""
    plain = _unwrapped(address)
    return plain.is_global and not any(plain in network for network in _SPECIAL)


def _may_open(address: IPAddress, listed: Sequence[str]) -> bool:
    plain = _unwrapped(address)
    return is_public(address) or any(plain in network for network in _networks(listed))


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for: mapped, or translated by the network's own NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address


def _networks(listed: Sequence[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(entry) for entry in listed if "/" in entry]
