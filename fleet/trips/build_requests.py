"""The gateway's word that fixes have come, turned into work for the builder of trips."""

from typing import Final

from django.db import connection

BATCH: Final = 2000

# One statement, so that the word is never lost between the two tables; a device that the gateway is busy with is left
# for the next time, and the gateway waits for none of this longer than the statement takes.
_TAKE: Final = """
WITH due AS (
    SELECT device_id, unbuilt_from FROM fleet_devicestate WHERE unbuilt_from IS NOT NULL
    ORDER BY device_id LIMIT %s FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE fleet_devicestate AS s SET unbuilt_from = NULL FROM due WHERE s.device_id = due.device_id
), work AS (
    INSERT INTO fleet_tripwork (vehicle_id, since)
    SELECT stay.vehicle_id, min(due.unbuilt_from)
    FROM due JOIN fleet_deviceassignment AS stay USING (device_id)
    WHERE stay.valid_to IS NULL OR stay.valid_to > due.unbuilt_from
    GROUP BY stay.vehicle_id
)
SELECT count(*) FROM due
"""


def take_word(limit: int = BATCH) -> int:
    """Move what the gateway noted of at most ``limit`` devices to ``TripWork``; returns of how many it was."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [limit])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
