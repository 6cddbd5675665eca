"""The HTTP door of Traccar Client, OsmAnd, GPSLogger and their kin."""

from functools import cache

from fleet.gateway.record_door import Message, RecordDoor, Send, answer, client_address, header
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols import osmand


class OsmandDoor(RecordDoor):
    """The path means nothing here: phones are given any."""

    welcome = b"Pantau gateway: set this address as the server of Traccar Client or OsmAnd.\n"

    async def records(self, scope: Message, body: bytes, send: Send) -> None:
        """One or many records in the query, in a form or in JSON; nothing at all is a visitor."""
        query = scope["query_string"]
        if not query and not body:
            await self.visitor(scope["path"], send)
            return
        request = osmand.Request(scope["method"], query, header(scope, b"content-type"), body)
        # Only the quarantine asks for parts, and then for one after the other.
        part = cache(lambda: osmand.splitter(request))
        delivery = Delivery(
            messages=osmand.decode(request),
            arrival_us=now_us(),
            protocol=osmand.NAME,
            transport="http",
            remote=client_address(scope),
            raw=lambda index: part()(index).to_bytes(),
        )
        if await self.store(delivery, send):
            await answer(send, 200)
