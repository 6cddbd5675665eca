"""No address may send more reports than a person would."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from incidents.errors import TooManyReports
from incidents.models import IntakeCount

WINDOW: Final = timedelta(hours=1)

# One statement, so that two requests at once are both counted.
_COUNT = """
INSERT INTO incidents_intakecount (address_key, window_start, count) VALUES (%s, %s, 1)
ON CONFLICT (address_key, window_start) DO UPDATE SET count = incidents_intakecount.count + 1
RETURNING count
"""


def count_report(address: str) -> None:
    """Count one report from ``address``. Raises TooManyReports above PANTAU_REPORTS_PER_HOUR within the clock hour."""
    key = salted_hmac("incidents.intake", address, algorithm="sha256").hexdigest()
    window_start = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, window_start])
        (count,) = cursor.fetchone()
    if count > settings.PANTAU_REPORTS_PER_HOUR:
        raise TooManyReports


def forget_old_counts() -> int:
    """Delete the counts of windows that are over; returns how many."""
    deleted, _ = IntakeCount.objects.filter(window_start__lt=timezone.now() - 2 * WINDOW).delete()
    return deleted
