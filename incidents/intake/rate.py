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


ATTEMPTS_PER_REPORT: Final = 4
"""How many forms an address may send for each report it may make: mistakes are human, a flood of them is not."""


def count_report(address: str) -> None:
    """Count one report from ``address``. Raises TooManyReports above PANTAU_REPORTS_PER_HOUR within the clock hour."""
    _count("incidents.intake", address, settings.PANTAU_REPORTS_PER_HOUR)


def count_attempt(address: str) -> None:
    """Count one form from ``address``, right or wrong, before work is put into it. Raises TooManyReports."""
    _count("incidents.attempt", address, settings.PANTAU_REPORTS_PER_HOUR * ATTEMPTS_PER_REPORT)


def address_key(address: str, purpose: str = "incidents.intake") -> str:
    """A keyed digest in place of ``address``: the same address gives another one for each purpose."""
    return salted_hmac(purpose, address, algorithm="sha256").hexdigest()


def _count(purpose: str, address: str, limit: int) -> None:
    window_start = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [address_key(address, purpose), window_start])
        (count,) = cursor.fetchone()
    if count > limit:
        raise TooManyReports


def forget_old_counts() -> int:
    """Delete the counts of windows that are over; returns how many."""
    deleted, _ = IntakeCount.objects.filter(window_start__lt=timezone.now() - 2 * WINDOW).delete()
    return deleted
