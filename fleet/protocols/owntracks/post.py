"""What a phone posts: a JSON body, and who the transport says it is from. So it is kept in quarantine, too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fleet.protocols import json_records
from fleet.protocols.osmand.values import clean

BASE_TOPIC: Final = "owntracks"
MAX_IDENTITY: Final = 128


class NotAPost(ValueError):
    """Bytes that hold no body of OwnTracks."""


@dataclass(frozen=True, slots=True)
class Post:
    """``identity`` is what the transport knows of the sender; empty: only the records themselves may tell."""

    body: bytes
    identity: str = ""

    def to_bytes(self) -> bytes:
        """One line with the identity, an empty line, the body."""
        return f"{BASE_TOPIC}/{self.identity}\r\n\r\n".encode() + self.body

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Post":
        """What ``to_bytes`` made, or a bare JSON body. Raises NotAPost for anything else."""
        if raw.lstrip()[:1] in (b"{", b"["):
            return cls(raw)
        head, separator, body = raw.partition(b"\r\n\r\n")
        prefix = f"{BASE_TOPIC}/".encode()
        if not separator or not head.startswith(prefix):
            raise NotAPost(f"{len(raw)} bytes without the head of a post")
        return cls(body, clean(head[len(prefix) :].decode(errors="ignore")).strip()[:MAX_IDENTITY])


def splitter(post: Post) -> Callable[[int], Post]:
    """The post that carries record ``index`` alone; what is no array of records stays whole."""
    body_of = json_records.splitter(post.body)

    def part(index: int) -> Post:
        body = body_of(index)
        return post if body is None else Post(body, post.identity)

    return part


def identity_from(user: str, device: str) -> str:
    """``user/device``; the half that there is, where there is only one, or where both are the same."""
    parts = [clean(part).strip().strip("/") for part in (user, device)]
    if parts[0] == parts[1]:
        parts.pop()
    return "/".join(part for part in parts if part)[:MAX_IDENTITY]


def identity_from_topic(topic: str) -> str:
    """The identity in ``owntracks/<user>/<device>`` and its subtopics; an empty text for any other topic."""
    levels = topic.strip("/").split("/")
    if len(levels) < 3 or levels[0] != BASE_TOPIC:
        return ""
    return identity_from(levels[1], levels[2])
