"""From which networks a listener takes anything at all."""

import logging
import time
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

logger = logging.getLogger(__name__)
LOG_EVERY_S: Final = 60.0
Network = IPv4Network | IPv6Network


def read_networks(text: str) -> dict[str, tuple[Network, ...]]:
    """``gt06=10.20.0.0/16 192.0.2.7, osmand=10.0.0.0/8``: networks by the name of the listener. Raises ValueError."""
    found: dict[str, tuple[Network, ...]] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        name, separator, networks = entry.partition("=")
        if not separator or not networks.split():
            raise ValueError(f"{entry!r} is not LISTENER=NETWORK NETWORK")
        found[name.strip()] = tuple(ip_network(network) for network in networks.split())
    return found


class AllowedNetworks:
    """The networks of one listener; none named means all. Counts what it refuses and logs it once a minute at most."""

    def __init__(self, listener: str, networks: Mapping[str, tuple[Network, ...]]) -> None:
        self.refused = 0
        self._listener = listener
        self._networks = networks.get(listener, ())
        self._logged_at = -LOG_EVERY_S

    def admits(self, address: str) -> bool:
        """Whether a client of this address may be heard; what is no address is refused where networks are named."""
        if not self._networks:
            return True
        try:
            client = ip_address(address.partition("%")[0])
        except ValueError:
            client = None
        mapped = getattr(client, "ipv4_mapped", None) or client
        if mapped is not None and any(mapped in network for network in self._networks):
            return True
        self.refused += 1
        if time.monotonic() - self._logged_at >= LOG_EVERY_S:
            self._logged_at = time.monotonic()
            logger.warning("%s: %d clients refused so far, last %s", self._listener, self.refused, address[:64])
        return False
