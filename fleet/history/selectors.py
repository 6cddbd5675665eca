"""Stored positions of a vehicle."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from fleet.models import (
    DeviceAssignment,
    Position,
    Vehicle,
)

PAGE: Final = 1000
"""Positions of one answer."""


@dataclass(frozen=True)
class After:
    """The last position of the page before: where the next one begins."""

    fix_time: datetime
    device_id: int
    content: int


def positions_of(
    vehicle: Vehicle,
    since: datetime,
    until: datetime,
    *,
    after: After | None = None,
    limit: int = PAGE,
    marked: bool = True,
) -> list[Position]:
    """Positions with ``since <= fix_time < until``, oldest first; without ``marked``, believed ones alone.

    By the devices that were ever in the vehicle, so that the primary key is the only index that the table needs.
    """
    devices = list(DeviceAssignment.objects.filter(vehicle=vehicle).values_list("device_id", flat=True).distinct())
    found = Position.objects.filter(device__in=devices, vehicle=vehicle, fix_time__gte=since, fix_time__lt=until)
    if not marked:
        found = found.filter(marks=0)
    if after is not None:
        same_time = Q(fix_time=after.fix_time) & (
            Q(device__gt=after.device_id) | Q(device=after.device_id, content__gt=after.content)
        )
        found = found.filter(Q(fix_time__gt=after.fix_time) | same_time).filter(fix_time__gte=after.fix_time)
    return list(found.order_by("fix_time", "device", "content")[:limit])


def newest_positions(vehicle: Vehicle, since: datetime, until: datetime, *, limit: int) -> list[Position]:
    """The last ``limit`` positions with ``since <= fix_time < until``, newest first, marked ones among them."""
    devices = list(DeviceAssignment.objects.filter(vehicle=vehicle).values_list("device_id", flat=True).distinct())
    found = Position.objects.filter(device__in=devices, vehicle=vehicle, fix_time__gte=since, fix_time__lt=until)
    return list(found.order_by("-fix_time", "device", "content")[:limit])
