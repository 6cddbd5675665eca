"""What a phone needs to know to send here, as links that its apps understand, and as QR codes of them.

Traccar Client takes ``http(s)://host:port/?id=...&interval=...`` from the QR scanner in its settings: scheme, host,
port and path become the server's address, the parameters its settings (traccar-client, configuration_service.dart).
OwnTracks takes ``owntracks:///config?inline=`` with its JSON configuration in base64
(owntracks.org/booklet/features/remoteconfig); mode 3 is HTTP.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

from fleet.devices.secrets import ALPHABET
from fleet.protocols import osmand
from fleet.protocols import owntracks as owntracks_protocol

INTERVAL_S: Final = 10
_GROUPS: Final = (4, 4, 4, 4)
_PASSWORD_SIGNS: Final = 20


@dataclass(frozen=True)
class Gateway:
    """How phones reach the gateway; a port of 0 or less is a listener that is not open."""

    scheme: str
    host: str
    osmand_port: int
    owntracks_port: int

    def address(self, port: int) -> str:
        """``http://host:port/``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{port}/"


@dataclass(frozen=True)
class Setup:
    """One app's way to be set up: the link, where it sends to, and what to type where scanning is impossible.

    ``protocol`` is the one that it speaks, of ``fleet.protocols.registry``.
    """

    protocol: str
    app: str
    link: str
    server: str
    typed: tuple[tuple[str, str], ...]


def new_identity() -> str:
    """An identity of 79 random bits that can be read out over the telephone: ``k7m2-9pxa-...``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for size in _GROUPS)


def phone_password(identity: str) -> str:
    """The password that belongs to an identity that ``new_identity`` made: 99 bits, known to this installation alone.

    It follows from the installation's key, so that the page that sets the phone up can show it and nothing stores it.
    """
    digest = int.from_bytes(salted_hmac("fleet.phone_password", identity, algorithm="sha256").digest(), "big")
    signs: list[str] = []
    for _ in range(_PASSWORD_SIGNS):
        digest, place = divmod(digest, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def gateway_of(request: HttpRequest) -> Gateway:
    """By setting; without one, the host under which the page itself was reached."""
    named = settings.PANTAU_PUBLIC_GATEWAY_HOST
    scheme, _, host = named.rpartition("://")
    if not host:
        host = request.get_host()
        host = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    return Gateway(scheme or "http", host, settings.PANTAU_OSMAND_PORT, settings.PANTAU_OWNTRACKS_PORT)


def traccar_client(gateway: Gateway, identity: str) -> Setup:
    """For Traccar Client 9 and later; older ones have no scanner and are typed."""
    server = gateway.address(gateway.osmand_port)
    wanted = {"id": identity, "accuracy": "highest", "interval": INTERVAL_S, "distance": 0, "buffer": "true"}
    typed = (("server", server), ("identity", identity), ("interval", str(INTERVAL_S)))
    return Setup(osmand.NAME, "Traccar Client", f"{server}?{urlencode(wanted | {'service': 'true'})}", server, typed)


def owntracks(gateway: Gateway, identity: str, password: str = "") -> Setup:
    """For OwnTracks in HTTP mode; user and device are both the identity, monitoring 2 is "move"."""
    server = gateway.address(gateway.owntracks_port)
    wanted = {
        "_type": "configuration",
        "mode": 3,
        "url": server,
        "auth": True,
        "username": identity,
        "password": password,
        "deviceId": identity,
        "tid": identity[-2:],
        "monitoring": 2,
        "moveModeLocatorInterval": INTERVAL_S,
    }
    inline = base64.b64encode(json.dumps(wanted, separators=(",", ":")).encode()).decode()
    typed: tuple[tuple[str, str], ...] = (("server", server), ("user", identity), ("identity", identity))
    if password:
        typed = (*typed[:2], ("password", password), *typed[2:])
    return Setup(
        owntracks_protocol.NAME, "OwnTracks", f"owntracks:///config?inline={quote(inline, safe='')}", server, typed
    )


def setups(gateway: Gateway, identity: str, password: str = "") -> list[Setup]:
    """One for each app whose listener is open; ``password`` is for those that send one."""
    found = []
    if gateway.osmand_port > 0:
        found.append(traccar_client(gateway, identity))
    if gateway.owntracks_port > 0:
        found.append(owntracks(gateway, identity, password))
    return found


def qr_svg(text: str) -> SafeString:
    """The text as a QR code: an SVG that takes its size from the page, dark on light in every theme."""
    code = segno.make_qr(text, error="m")
    drawn = code.svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawn)
