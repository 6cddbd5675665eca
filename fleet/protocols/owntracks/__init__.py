"""OwnTracks, as it comes over HTTP and over MQTT."""

from fleet.protocols.owntracks.decoder import NAME, decode
from fleet.protocols.owntracks.post import Post, splitter

__all__ = ["NAME", "Post", "decode", "splitter"]
