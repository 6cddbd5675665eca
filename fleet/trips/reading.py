"""The believed fixes of a vehicle, in order, without holding a year of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from fleet.models import DeviceAssignment
from fleet.trips.fixes import Fix
from fleet.trips.stored import microseconds, moment

PAGE: Final = 20_000
_DAY: Final = timedelta(days=1)
_MOST: Final = timedelta(days=32)

# By the primary key of the partitions. What is read is sorted: without an end to the time, every page would sort all
# that is left. Fixes of one moment come together, whatever the page: a page ends before them.
_FIXES: Final = """
SELECT (extract(epoch FROM fix_time) * 1000000)::bigint, device_id, ST_X(point), ST_Y(point), speed_mps, state,
       accuracy_m
FROM fleet_position
WHERE device_id = ANY(%s) AND vehicle_id = %s AND marks = 0 AND fix_time >= %s AND fix_time < %s
ORDER BY fix_time LIMIT %s
"""
# One step down the index of each device in each partition.
_NEXT: Final = """
SELECT min(first.fix_time) FROM unnest(%s::bigint[]) AS wanted (device_id)
CROSS JOIN LATERAL (
    SELECT fix_time FROM fleet_position WHERE device_id = wanted.device_id AND fix_time >= %s ORDER BY fix_time LIMIT 1
) AS first
"""
_EVER: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_LAST: Final = datetime.fromisoformat("2200-01-01T00:00:00+00:00")
"""What a broken clock says of later times is believed of no fix."""


def fixes_of(vehicle_id: int, since: datetime | None, *, after: datetime | None = None) -> Iterator[Fix]:
    """Fixes with ``fix_time >= since`` (None: all), or with ``fix_time > after``."""
    devices, newest = _devices_of(vehicle_id)
    skip_us = None if after is None else microseconds(after)
    start, page, span = after or since or _EVER, PAGE, _DAY
    while newest is not None and start <= newest:
        rows = _read(vehicle_id, devices, start, start + span, page)
        full = len(rows) == page
        last_us = rows[-1].us if full else None
        whole = sorted((fix for fix in rows if fix.us != last_us), key=Fix.order)
        if full and not whole:  # a page of one moment alone
            page *= 2
            continue
        yield from (fix for fix in whole if fix.us != skip_us)
        if last_us is not None:
            start, page, span = moment(last_us), PAGE, moment(last_us) - start
            continue
        start, span = start + span, min(span * 2, _MOST) if len(rows) < PAGE // 2 else span
        if not rows:
            start = _next(devices, start) or newest + _DAY


def _devices_of(vehicle_id: int) -> tuple[list[int], datetime | None]:
    """The devices that were ever in the vehicle, and the time of the newest fix that any of them has sent."""
    stays = DeviceAssignment.objects.filter(vehicle=vehicle_id)
    known = dict(stays.values_list("device", "device__state__newest_fix_time"))
    return list(known), max((min(newest, _LAST) for newest in known.values() if newest is not None), default=None)


def _read(vehicle_id: int, devices: Sequence[int], start: datetime, end: datetime, most: int) -> list[Fix]:
    with connection.cursor() as cursor:
        cursor.execute(_FIXES, [list(devices), vehicle_id, start, end, most])
        return [Fix(*row) for row in cursor.fetchall()]


def _next(devices: Sequence[int], start: datetime) -> datetime | None:
    """When the first fix from then on was, of any vehicle: a silence of months is passed in one step."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [list(devices), start])
        row = cursor.fetchone()
    return row[0] if row else None
