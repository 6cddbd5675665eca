"""The HTTP listener of OwnTracks."""

import base64
import binascii
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs

from fleet.devices.secrets import fingerprint
from fleet.gateway.http_listener import HttpListener, Message, Send, answer, client_address, header
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols import owntracks
from fleet.protocols.fix import Message as Record
from fleet.protocols.owntracks.post import identity_from

JSON: Final = b"application/json"
NOTHING_TO_SAY: Final = b"[]"
"""The app takes a list of commands and of other people's places; there are none."""
_LONGEST: Final = 400


class OwntracksListener(HttpListener):
    """Takes posts at any path."""

    name = owntracks.NAME
    welcome = b"Pantau gateway: set this address as the URL of OwnTracks in its mode HTTP.\n"

    async def records(self, scope: Message, body: bytes, send: Send) -> None:
        """One record or an array of them. An empty post has nothing to lose; a request to look around is a visitor."""
        if not body and scope["method"] in ("GET", "HEAD"):
            await self.visitor(scope["path"], send)
            return
        post = owntracks.Post(body, sender(scope))
        messages = owntracks.decode(post)
        if messages and not await self.store(_delivery(messages, post, scope), send):
            return
        await answer(send, 200, NOTHING_TO_SAY, kind=JSON)


def sender(scope: Message) -> str:
    """``user/device`` as the request names them: headers, then the query, then the user of Basic authentication."""
    query = parse_qs(scope["query_string"].decode("latin-1")[:_LONGEST])
    user = header(scope, b"x-limit-u") or query.get("u", [""])[0] or _credentials(scope)[0]
    device = header(scope, b"x-limit-d") or query.get("d", [""])[0]
    return identity_from(user, device)


def _credentials(scope: Message) -> tuple[str, str]:
    """User and password of Basic authentication; empty where there are none."""
    scheme, _, encoded = header(scope, b"authorization", _LONGEST).partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(encoded).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return user, password


def _delivery(messages: Sequence[Record], post: owntracks.Post, scope: Message) -> Delivery:
    """The password goes with it as its fingerprint; the pipeline compares it, for devices that have one."""
    part, password = owntracks.splitter(post), fingerprint(_credentials(scope)[1])
    remote = client_address(scope)
    return Delivery(messages, now_us(), owntracks.NAME, "http", remote, lambda index: part(index).to_bytes(), password)
