"""Every protocol by its name: how bytes kept in quarantine are decoded again."""

from collections.abc import Callable, Mapping
from typing import Final

from fleet.protocols import osmand, owntracks
from fleet.protocols.fix import Message, Rejected
from fleet.protocols.osmand.request import NotARequest
from fleet.protocols.owntracks.post import NotAPost
from fleet.protocols.rejection import Why, reason

DecodeAgain = Callable[[bytes], list[Message]]


def _osmand(raw: bytes) -> list[Message]:
    try:
        return osmand.decode(osmand.Request.from_bytes(raw))
    except NotARequest:
        return [Rejected(reason(Why.NOT_A_REQUEST, len(raw)))]


def _owntracks(raw: bytes) -> list[Message]:
    try:
        return owntracks.decode(owntracks.Post.from_bytes(raw))
    except NotAPost:
        return [Rejected(reason(Why.NOT_A_REQUEST, len(raw)))]


PROTOCOLS: Final[Mapping[str, DecodeAgain]] = {osmand.NAME: _osmand, owntracks.NAME: _owntracks}
