"""From identities to devices, their locked states and the vehicles they were in."""

from typing import Any, Final

import numpy as np
import psycopg

from fleet.devices.listeners import ANY, BITS, FIRST_CONTACT, TAKES_PASSWORD, effective_mask, equally_strong
from fleet.devices.quarantine_reasons import QuarantineReason
from fleet.pipeline.batch import Batch, SetAside
from fleet.pipeline.columns import UNSET, Texts, integers_of, reading_columns, times_of
from fleet.pipeline.delivery import Delivery, Unstorable
from fleet.pipeline.rows import Rows
from fleet.pipeline.states import FOREVER, States, Stays
from fleet.protocols.fix import Fix, Rejected
from fleet.protocols.rejection import RejectionReason, reason

# Rows are locked in the order of their ids by every batch of every gateway, so two batches never wait for each other.
# One row of arrays costs a tenth of a row for each device; they have no NULL: -1 is NO_VEHICLE, -infinity UNSET.
_LOCK: Final = """
WITH locked AS MATERIALIZED (
    SELECT d.identity, d.clock_offset_s, d.listeners, d.secret, d.secret_identity, s.*
    FROM fleet_device d JOIN fleet_devicestate s ON s.device_id = d.id
    WHERE d.identity = ANY(%b::text[]) ORDER BY s.device_id FOR UPDATE OF s
), known AS MATERIALIZED (
    SELECT *, convert_to(coalesce(detectors::text, ''), 'UTF8') AS json FROM locked
)
SELECT array_agg(identity),
       array_agg(device_id) AS device_id,
       array_agg(clock_offset_s::bigint) AS clock_offset_s,
       array_agg(coalesce(listeners, -1)) AS listeners,
       array_agg(secret) AS secret,
       array_agg(secret_identity::int::bigint) AS secret_identity,
       array_agg(coalesce(last_contact, '-infinity')) AS last_contact,
       array_agg(coalesce(newest_fix_time, '-infinity')) AS newest,
       array_agg(coalesce(fix_time, '-infinity')) AS fix,
       array_agg(coalesce(arrival, '-infinity')) AS arrival,
       array_agg(coalesce(vehicle_id, -1)) AS vehicle,
       array_agg(coalesce(ST_X(point), 'NaN')) AS lon,
       array_agg(coalesce(ST_Y(point), 'NaN')) AS lat,
       array_agg(coalesce(speed_mps, 'NaN')) AS speed,
       array_agg(coalesce(course_deg, 'NaN')) AS course,
       array_agg(coalesce(accuracy_m, 'NaN')) AS accuracy,
       array_agg(state::bigint) AS state,
       array_agg(coalesce(suspect_time, '-infinity')) AS suspect,
       array_agg(coalesce(ST_X(suspect_point), 'NaN')) AS suspect_lon,
       array_agg(coalesce(ST_Y(suspect_point), 'NaN')) AS suspect_lat,
       array_agg(stored) AS stored,
       array_agg(marked) AS marked,
       array_agg(copies) AS copies,
       array_agg(coalesce(unbuilt_from, '-infinity')) AS unbuilt,
       array_agg(coalesce(seen_vehicle_id, -1)) AS seen_vehicle,
       array_agg(CASE WHEN seen_content IS NULL THEN '-infinity' ELSE coalesce(seen_time, '-infinity') END) AS seen,
       array_agg(coalesce(seen_content, 0)) AS seen_content,
       array_agg(coalesce(wake_time, '-infinity')) AS wake,
       array_agg(heard_over) AS heard_over,
       array_agg(octet_length(json)::bigint) AS sizes,
       string_agg(json, ''::bytea) AS detectors
FROM known
"""

# A statement of its own, after the locks: one that waited for a lock reads other tables as they were before the wait.
_STAYS: Final = """
SELECT array_agg(a.device_id), array_agg(a.vehicle_id), array_agg(coalesce(v.agency_id, 0)),
       array_agg(coalesce(a.valid_from, '-infinity')), array_agg(coalesce(a.valid_to, '-infinity')),
       array_agg(v.position_version)
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
    states, stays = reading_columns(connection), reading_columns(connection)
    async with connection.pipeline():
        await states.execute(_LOCK, wanted)
        await stays.execute(_STAYS, wanted)
    found, held = await states.fetchone(), await stays.fetchone()
    if found is None or found[0] is None:
        return
    names = [column.name for column in states.description or ()]
    batch.states = States.read(dict(zip(names[1:], found[1:], strict=True)))
    batch.places = {identity: place for place, identity in enumerate(found[0])}
    if held is not None and held[0] is not None:
        batch.states.stays = _stays(batch.states, held)


def _stays(states: States, columns: tuple[Any, ...]) -> Stays:
    """The stays of the devices whose state is locked, from the arrays of ``_STAYS``."""
    device, vehicle, agency = (integers_of(column) for column in columns[:3])
    start, end = (times_of(column) for column in columns[3:5])
    version = integers_of(columns[5])
    end[end == UNSET] = FOREVER
    place = np.minimum(np.searchsorted(states.device_id, device), len(states) - 1)
    ours = np.flatnonzero(states.device_id[place] == device)
    order = ours[np.argsort(place[ours], kind="stable")]
    return Stays(place[order], vehicle[order], agency[order], start[order], end[order], version[order])


async def sort_messages(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Part the messages: fixes of known devices, signs of life, and what goes to quarantine."""
    fixes: list[Fix] = []
    devices: list[int] = []
    arrivals: list[int] = []
    listeners: list[int] = []
    states, places, beats, aside = batch.states, batch.places, batch.beats, batch.aside
    secrets, heard = states.secret.tolist(), states.heard_over.tolist()
    allowed = [
        effective_mask(mask, over) if mask == FIRST_CONTACT else mask
        for mask, over in zip(states.listeners.tolist(), heard, strict=True)
    ]
    for delivery in batch.deliveries:
        arrival_us = delivery.arrival_us
        bit = BITS.get((delivery.protocol, delivery.transport), 0)
        for index, message in enumerate(delivery.messages):
            place = places.get(message.identity)
            if place is not None and not allowed[place] & bit and allowed[place] != ANY:
                understood = not isinstance(message, Rejected | Unstorable)
                if allowed[place] != FIRST_CONTACT or (understood and not bit):
                    detail = reason(RejectionReason.OTHER_LISTENER, bit, allowed[place]).to_detail()
                    other = QuarantineReason.OTHER_LISTENER.value
                    aside.append(SetAside(delivery, index, message.identity, other, detail))
                    continue
                if understood:
                    allowed[place] = equally_strong(bit)
            if isinstance(message, Rejected | Unstorable):
                aside.append(_refused(delivery, index, message))
            elif place is None:
                aside.append(SetAside(delivery, index, message.identity, QuarantineReason.UNKNOWN_DEVICE.value, ""))
            elif secrets[place] and bit & TAKES_PASSWORD and delivery.password != secrets[place]:
                aside.append(SetAside(delivery, index, message.identity, QuarantineReason.WRONG_PASSWORD.value, ""))
            else:
                heard[place] |= bit
                if isinstance(message, Fix):
                    fixes.append(message)
                    devices.append(place)
                    arrivals.append(arrival_us)
                    listeners.append(bit)
                else:
                    beats.append((place, message, arrival_us, bit))
    batch.rows = Rows(fixes, devices, arrivals, listeners)
    states.heard_over = np.array(heard, np.int64)
    contact = states.last_contact
    np.maximum.at(contact, batch.rows.device, batch.rows.arrival)
    for place, _, arrival_us, _ in beats:
        contact[place] = max(contact[place], arrival_us)


def _refused(delivery: Delivery, index: int, message: Rejected | Unstorable) -> SetAside:
    if isinstance(message, Rejected):
        why, detail = QuarantineReason.NOT_UNDERSTOOD, message.reason.to_detail()
    else:
        why, detail = QuarantineReason.NOT_STORABLE, reason(RejectionReason.REFUSED, message.why).to_detail()
    return SetAside(delivery, index, message.identity, why.value, detail)
