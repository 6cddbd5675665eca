"""Traccar Client in its three generations, OsmAnd, and what else speaks their language over HTTP."""

from fleet.protocols.osmand.decoder import NAME, decode
from fleet.protocols.osmand.request import Parts, Request, single

__all__ = ["NAME", "Parts", "Request", "decode", "single"]
