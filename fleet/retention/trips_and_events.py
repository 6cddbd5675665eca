"""Forgetting what was made of the positions: trips and events of the days that are gone."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from fleet.models import Trip, VehicleEvent
from fleet.retention.holds import Span, held, midnight, open_spans
from kit.severity import Severity

AT_ONCE: Final = 2000
Choose = Callable[[Sequence[Span]], QuerySet[Trip] | QuerySet[VehicleEvent]]


def forget_history(before: date) -> None:
    """Forget trips that ended, and events that happened, before ``before``, unless an open hold keeps them.

    A trip that goes on, and an alarm that walls still show, are no history yet.
    """
    moment = midnight(before)
    trips = Trip.objects.filter(end__lt=moment, open=False)
    events = VehicleEvent.objects.filter(time__lt=moment).exclude(shown=True, live=True, severity__gte=Severity.WARNING)
    _delete(lambda spans: trips.exclude(held(spans, vehicle="vehicle_id", begins="start", ends="end")))
    _delete(lambda spans: events.exclude(held(spans, vehicle="vehicle_id", begins="since", ends="time")))


def _delete(choose: Choose) -> None:
    while True:
        with transaction.atomic():
            rows = choose(open_spans(lock=True))
            keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            rows.model.objects.filter(pk__in=keys).delete()
        if len(keys) < AT_ONCE:
            return
