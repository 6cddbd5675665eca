"""When a vehicle may be used: those that keep office hours stand at their base for the rest of the week."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from demo.tables import VehicleRow
from fleet.detectors.settings import OFFICE_HOURS

ZONE: Final = ZoneInfo("Asia/Jakarta")
"""The demo region's."""


def on_duty(row: VehicleRow, at: datetime) -> bool:
    """Whether the vehicle's duty goes on at an aware moment."""
    return row.habit != "office" or OFFICE_HOURS.holds(round(at.timestamp() * 1e6), ZONE)
