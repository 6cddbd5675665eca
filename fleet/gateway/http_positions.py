"""The HTTP listener of Traccar Client, OsmAnd, GPSLogger and their kin."""

from fleet.gateway.http_listener import HttpListener, Message, Send, answer, client_address, header
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols import osmand


class OsmandListener(HttpListener):
    """The path means nothing here: phones are given any."""

    name = osmand.NAME
    welcome = b"Pantau gateway: set this address as the server of Traccar Client or OsmAnd.\n"

    async def records(self, scope: Message, body: bytes, send: Send) -> None:
        """One or many records in the query, in a form or in JSON; nothing at all is a visitor."""
        query = scope["query_string"]
        if not query and not body:
            await self.visitor(scope["path"], send)
            return
        kind = header(scope, b"content-type") if body else ""
        request = osmand.Request(scope["method"], query, kind, body)
        messages, raw = osmand.decode(request), osmand.Parts(request).raw
        delivery = Delivery(messages, now_us(), osmand.NAME, "http", client_address(scope), raw)
        if await self.store(delivery, send):
            await answer(send, 200)
