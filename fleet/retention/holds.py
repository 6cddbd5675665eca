"""What open holds keep: spans of whole UTC days, as the partitions have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from fleet.models import LegalHold

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The UTC days from ``first`` up to, without, ``end`` of a vehicle; of all vehicles when it is None."""

    vehicle_id: int | None
    first: date
    end: date

    @property
    def low(self) -> datetime:
        """The beginning of the first day."""
        return midnight(self.first)

    @property
    def high(self) -> datetime:
        """The end of the last day."""
        return midnight(self.end)

    def touches(self, day: date) -> bool:
        """Whether ``day`` is among its days."""
        return self.first <= day < self.end


def span_of(hold: LegalHold) -> Span:
    """The hold's days of the region's zone, widened to the UTC days that they touch."""
    zone = timezone.get_default_timezone()
    begins = datetime.combine(hold.first_day, time(), zone).astimezone(UTC)
    ends = datetime.combine(hold.last_day + ONE_DAY, time(), zone).astimezone(UTC)
    last = (ends - timedelta(microseconds=1)).date()
    return Span(hold.vehicle_id, begins.date(), last + ONE_DAY)


def open_spans(*, lock: bool = False) -> list[Span]:
    """The spans of all open holds.

    With ``lock``, no hold is placed until the caller's transaction ends: what is about to be deleted cannot come under
    a hold between the look and the deed.
    """
    if lock:
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE fleet_legalhold IN SHARE MODE")
    return [span_of(hold) for hold in LegalHold.objects.filter(released_at=None)]


def held(spans: Sequence[Span], *, vehicle: str, begins: str, ends: str) -> Q:
    """The rows under any of ``spans``: fields are the row's vehicle and the first and last moment that it tells of."""
    rows = Q(pk__in=[])
    for span in spans:
        inside = Q(**{f"{begins}__lt": span.high, f"{ends}__gte": span.low})
        rows |= inside if span.vehicle_id is None else inside & Q(**{vehicle: span.vehicle_id})
    return rows


def midnight(day: date) -> datetime:
    """The beginning of a UTC day."""
    return datetime.combine(day, time(), UTC)
