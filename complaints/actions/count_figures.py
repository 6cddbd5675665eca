"""Counting the figures of the portal."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from complaints.models import PublicFigures

PERIOD: Final = timedelta(days=30)

# Each part is a range of one index: created_at, complaint_closed and complaint_open. What claims to be from the
# future, or to have ended before it began, takes no part in the median.
_COUNT: Final = """
SELECT (SELECT count(*) FROM complaints_complaint WHERE created_at BETWEEN %(since)s AND %(now)s),
       (SELECT count(*) FROM complaints_complaint WHERE ended_at IS NULL),
       count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - created_at) / 86400)
           FILTER (WHERE ended_at >= created_at)
  FROM complaints_complaint
 WHERE status = 'closed' AND ended_at BETWEEN %(since)s AND %(now)s
"""


def count_figures(now: datetime | None = None) -> PublicFigures:
    """Count the last 30 days and what is open, and store the result for the portal."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"since": now - PERIOD, "now": now})
        received, still_open, closed, median = cursor.fetchone()
    counted = {"received": received, "closed": closed, "open": still_open, "median_days": median, "counted_at": now}
    # A row whose key has a default is always inserted by save().
    figures, _created = PublicFigures.objects.update_or_create(pk=1, defaults=counted)
    return figures
