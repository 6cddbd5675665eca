"""Times of day for the worker's work."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def daily(hour: int, minute: int) -> str:
    """The cron entry for a time of day in the region's zone; the worker reads its entries in UTC.

    Where the zone changes its offset, the worker follows at its next start.
    """
    today = datetime.now(ZoneInfo(settings.TIME_ZONE)).replace(hour=hour, minute=minute)
    at = today.astimezone(UTC)
    return f"{at.minute} {at.hour} * * *"
