"""Writing events, and telling the walls of them, in the transaction of the positions that caused them."""

from typing import Any, Final

import orjson
import psycopg

from fleet.events.event_types import VehicleEventChanged
from fleet.pipeline.batch import Batch, Happened
from fleet.pipeline.clock import moment, now_us
from fleet.pipeline.columns import Bigints, Doubles, Texts, Times
from kit.severity import Severity
from live.audiences import audiences_of
from live.outbox_writer import write

# The gateway knows zones and agencies by heart, and one may be gone since: the event is told without it. The locks keep
# those that are there until the commit, where a missing one would cost the positions of the whole batch.
_EVENTS: Final = """
INSERT INTO fleet_vehicleevent (kind, severity, device_id, vehicle_id, agency_id, zone_id, subject, time, since,
                                raised_at, live, point, detail, causes)
SELECT u.kind, u.severity, u.device_id, u.vehicle_id,
       (SELECT a.id FROM people_agency AS a WHERE a.id = u.agency_id FOR KEY SHARE),
       (SELECT z.id FROM layers_zone AS z WHERE z.id = u.zone_id FOR KEY SHARE), u.subject, u.time, u.since,
       u.raised_at, u.live <> 0, ST_SetSRID(ST_MakePoint(u.lon, u.lat), 4326), u.detail::jsonb, u.causes::jsonb
FROM unnest(%b::text[], %b::bigint[], %b::bigint[], %b::bigint[], %b::bigint[], %b::bigint[], %b::bigint[],
            %b::timestamptz[], %b::timestamptz[], %b::timestamptz[], %b::bigint[], %b::float8[], %b::float8[],
            %b::text[], %b::text[])
    AS u(kind, severity, device_id, vehicle_id, agency_id, zone_id, subject, time, since, raised_at, live, lon, lat,
         detail, causes)
ON CONFLICT (device_id, kind, subject, time) DO NOTHING
RETURNING id, device_id, kind, subject, time
"""


async def events(batch: Batch, connection: psycopg.AsyncConnection[Any]) -> None:
    """Each event becomes one row, whoever raised it before; those that are live and loud are told to the walls."""
    if not batch.events:
        return
    cursor = await connection.execute(_EVENTS, _columns(batch.events))
    ids = {tuple(row[1:]): row[0] for row in await cursor.fetchall()}
    told = []
    for one in batch.events:
        raised = one.raised
        number = ids.pop((one.device_id, raised.kind.value, raised.subject, moment(raised.time_us)), None)
        if number is not None and one.live and raised.severity >= Severity.WARNING:
            told.append((_event(number, one), audiences_of(one.agency_id or None)))
    if told:
        await write(connection, told)
        batch.told = True


def _event(number: int, one: Happened) -> VehicleEventChanged:
    raised = one.raised
    return VehicleEventChanged(
        id=number,
        kind=raised.kind.value,
        severity=raised.severity,
        vehicle=one.vehicle_id,
        time=moment(raised.time_us),
        since=moment(raised.since_us),
        lon=one.lon,
        lat=one.lat,
        detail=dict(raised.detail),
    )


def _columns(events: list[Happened]) -> list[Any]:
    raised = [one.raised for one in events]
    now = now_us()
    return [
        Texts.of([one.kind.value.encode() for one in raised]),
        Bigints.of([one.severity for one in raised]),
        Bigints.of([one.device_id for one in events]),
        Bigints.of([one.vehicle_id for one in events]),
        Bigints.of([one.agency_id for one in events]),
        Bigints.of([one.zone_id for one in raised]),
        Bigints.of([one.subject for one in raised]),
        Times.of([one.time_us for one in raised]),
        Times.of([one.since_us for one in raised]),
        Times.of([now for _ in raised]),
        Bigints.of([int(one.live) for one in events]),
        Doubles.of([one.lon for one in events]),
        Doubles.of([one.lat for one in events]),
        Texts.of([orjson.dumps(dict(one.detail)) for one in raised]),
        Texts.of([orjson.dumps(one.causes) for one in raised]),
    ]
