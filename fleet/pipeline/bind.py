"""From identities to devices, their locked states and the vehicles they were in."""

from typing import Any, Final

import psycopg

from fleet.pipeline.batch import Batch, Known, SetAside, Stay
from fleet.pipeline.clock import POSTGRES_EPOCH_US
from fleet.pipeline.columns import Texts, reading_microseconds, since_1970
from fleet.pipeline.delivery import Unstorable
from fleet.pipeline.rows import Rows
from fleet.protocols.fix import Fix, Heartbeat, Rejected
from fleet.protocols.rejection import Why, reason
from fleet.quarantine_reason import QuarantineReason

# The columns stand in the order of Known. Rows are locked in the order of their ids by every batch of every gateway, so
# two batches never wait for each other.
_LOCK: Final = """
SELECT d.identity, s.device_id, s.last_contact, s.newest_fix_time, s.fix_time, s.arrival, s.vehicle_id,
       ST_X(s.point), ST_Y(s.point), s.speed_mps, s.course_deg, s.accuracy_m, s.state,
       s.suspect_time, ST_X(s.suspect_point), ST_Y(s.suspect_point), s.stored, s.marked, s.copies,
       s.unbuilt_from, s.seen_vehicle_id, s.seen_time, s.seen_content, s.wake_time, s.detectors::text,
       d.clock_offset_s
FROM fleet_device d JOIN fleet_devicestate s ON s.device_id = d.id
WHERE d.identity = ANY(%b::text[]) ORDER BY s.device_id FOR UPDATE OF s
"""

_TIMES: Final = (1, 2, 3, 4, 12, 18, 20, 22)
"""The places of the times among the columns behind the identity."""

# A statement of its own, after the locks: one that waited for a lock reads other tables as they were before the wait.
_STAYS: Final = """
SELECT d.identity, a.vehicle_id, coalesce(v.agency_id, 0), a.valid_from, a.valid_to
FROM fleet_device d JOIN fleet_deviceassignment a ON a.device_id = d.id JOIN fleet_vehicle v ON v.id = a.vehicle_id
WHERE d.identity = ANY(%b::text[])
"""


async def find_devices(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Find the devices of the batch, lock their states, and read in which vehicles they were, and when."""
    identities = {message.identity for delivery in batch.deliveries for message in delivery.messages}
    identities.discard("")
    if not identities:
        return
    wanted = [Texts.of([identity.encode() for identity in sorted(identities)])]
    states, stays = reading_microseconds(connection), reading_microseconds(connection)
    async with connection.pipeline():
        await states.execute(_LOCK, wanted)
        await stays.execute(_STAYS, wanted)
    for identity, *columns in await states.fetchall():
        for place in _TIMES:
            if columns[place] is not None:
                columns[place] += POSTGRES_EPOCH_US
        known = Known(*columns)
        known.before = (known.vehicle_id, known.fix_us, known.lon, known.lat, known.speed_mps, known.state)
        batch.known[identity] = known
        batch.devices.append(known)
    for identity, vehicle_id, agency_id, start, end in await stays.fetchall():
        if identity in batch.known:
            batch.known[identity].stays.append(Stay(vehicle_id, agency_id, since_1970(start), since_1970(end)))


async def sort_messages(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Part the messages: fixes of known devices, signs of life, and what goes to quarantine."""
    places = {known.device_id: place for place, known in enumerate(batch.devices)}
    fixes: list[Fix] = []
    devices: list[int] = []
    arrivals: list[int] = []
    for delivery in batch.deliveries:
        for index, message in enumerate(delivery.messages):
            identity = message.identity
            if isinstance(message, Rejected):
                why, detail = QuarantineReason.NOT_UNDERSTOOD, message.reason.to_detail()
                batch.aside.append(SetAside(delivery, index, identity, why.value, detail))
                continue
            if isinstance(message, Unstorable):
                why, detail = QuarantineReason.NOT_STORABLE, reason(Why.REFUSED, message.why).to_detail()
                batch.aside.append(SetAside(delivery, index, identity, why.value, detail))
                continue
            known = batch.known.get(identity)
            if known is None:
                batch.aside.append(SetAside(delivery, index, identity, QuarantineReason.UNKNOWN_DEVICE.value, ""))
                continue
            known.last_contact_us = max(known.last_contact_us or 0, delivery.arrival_us)
            if isinstance(message, Fix):
                fixes.append(message)
                devices.append(places[known.device_id])
                arrivals.append(delivery.arrival_us)
            elif isinstance(message, Heartbeat):
                batch.beats.append((known, message, delivery.arrival_us))
    batch.rows = Rows(fixes, devices, arrivals)
