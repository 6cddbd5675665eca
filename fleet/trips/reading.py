"""The believed fixes of a vehicle, in order, without holding a year of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import connection

from fleet.models import DeviceAssignment
from fleet.trips.fixes import Fix
from fleet.trips.stored import microseconds, moment

PAGE: Final = 20_000

# By the primary key of the partitions. Fixes of one moment come together, whatever the page: a page ends before them.
_FIXES: Final = """
SELECT (extract(epoch FROM fix_time) * 1000000)::bigint, device_id, ST_X(point), ST_Y(point), speed_mps, state,
       accuracy_m
FROM fleet_position
WHERE device_id = ANY(%s) AND vehicle_id = %s AND marks = 0 AND fix_time >= %s
ORDER BY fix_time LIMIT %s
"""
_EVER: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def fixes_of(vehicle_id: int, since: datetime | None, *, after: datetime | None = None) -> Iterator[Fix]:
    """Fixes with ``fix_time >= since`` (None: all), or with ``fix_time > after``."""
    devices = list(DeviceAssignment.objects.filter(vehicle=vehicle_id).values_list("device", flat=True).distinct())
    skip_us = None if after is None else microseconds(after)
    start, page = after or since or _EVER, PAGE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_FIXES, [devices, vehicle_id, start, page])
            rows = [Fix(*row) for row in cursor.fetchall()]
        full = len(rows) == page
        last_us = rows[-1].us if full else None
        whole = sorted((fix for fix in rows if fix.us != last_us), key=Fix.order)
        if full and not whole:  # a page of one moment alone
            page *= 2
            continue
        yield from (fix for fix in whole if fix.us != skip_us)
        if last_us is None:
            return
        start, page = moment(last_us), PAGE
