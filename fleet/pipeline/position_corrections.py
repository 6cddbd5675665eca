"""Making the position that is shown of a vehicle true again, after stored positions came to belong to another one.

Walls follow the latest fix of a vehicle. Whatever takes that fix away, or gives the vehicle earlier ones, is a
correction: it raises the vehicle's version and tells the hubs, which then read the vehicle's position anew.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

import psycopg
from django.db import connection as django_connection

from fleet.events.event_types import VehicleChanged
from live import outbox_writer
from live.audiences import audiences_of
from live.publish import publish

# In the order of their ids, so that two corrections never wait for each other; no lock that a gateway waits for.
_RAISE: Final = """
WITH locked AS (
    SELECT id FROM fleet_vehicle WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE
), raised AS (
    UPDATE fleet_vehicle v SET position_version = v.position_version + 1 FROM locked WHERE v.id = locked.id
    RETURNING v.id, v.name, v.plate, v.kind, v.agency_id, v.unit_status, v.active
)
SELECT r.id, r.name, r.plate, r.kind, coalesce(nullif(a.short_name, ''), a.name), r.agency_id, r.unit_status
FROM raised r LEFT JOIN people_agency a ON a.id = r.agency_id WHERE r.active ORDER BY r.id
"""


def correct_positions(vehicle_ids: Iterable[int | None]) -> None:
    """Have the positions of these vehicles read anew by every hub; None is passed over.

    Call it in the transaction of the change. One that is followed by others of one vehicle is made once more.
    """
    wanted = _wanted(vehicle_ids)
    if not wanted:
        return
    with django_connection.cursor() as cursor:
        cursor.execute(_RAISE, [wanted])
        rows = cursor.fetchall()
    for row in rows:
        publish(_event(row), audiences_of(row[5]))


async def correct_positions_async(
    connection: psycopg.AsyncConnection[Any], vehicle_ids: Collection[int | None]
) -> None:
    """As ``correct_positions``, in the transaction of a connection of its own; whoever commits it wakes the hubs."""
    wanted = _wanted(vehicle_ids)
    if not wanted:
        return
    rows = await (await connection.execute(_RAISE, [wanted])).fetchall()
    await outbox_writer.write(connection, [(_event(row), audiences_of(row[5])) for row in rows])


def _wanted(vehicle_ids: Iterable[int | None]) -> list[int]:
    return sorted({pk for pk in vehicle_ids if pk is not None})


def _event(row: tuple[Any, ...]) -> VehicleChanged:
    vehicle, name, plate, kind, agency, agency_id, unit_status = row
    return VehicleChanged(
        id=vehicle, name=name, plate=plate, kind=kind, agency=agency, agency_id=agency_id, unit_status=unit_status
    )
