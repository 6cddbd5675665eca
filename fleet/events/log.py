"""The log of what happened to vehicles, as a user may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from fleet.events.labels import beyond_the_kind, in_words
from fleet.models import Position, VehicleEvent
from fleet.pipeline.clock import moment
from kit.severity import Severity
from live import left_out
from people.access import Verb, which
from people.access.policy import Actor

MOST_CAUSES: Final = 8


@dataclass(frozen=True)
class Cause:
    """A fix that made an event; ``position`` is None when it has been forgotten since, or was a sign of life."""

    time: datetime
    position: Position | None


@dataclass(frozen=True)
class LogEntry:
    """An event, its words and what caused it.

    ``more`` is what the sentence says beyond the name of the event's kind, which pages show before it.
    """

    event: VehicleEvent
    text: str
    more: str
    causes: Sequence[Cause]

    @property
    def day(self) -> date:
        """The local day whose timeline shows it."""
        return timezone.localdate(self.event.time)


@dataclass(frozen=True)
class Wish:
    """What is looked for; None is everything. ``severity``: at least so loud. ``day``: local.

    ``handled``: true for alarms that somebody has acknowledged, false for those that still wait.
    """

    vehicle: int | None = None
    kind: str | None = None
    severity: int = 0
    day: date | None = None
    handled: bool | None = None


def events_for(user: Actor, wish: Wish) -> QuerySet[VehicleEvent]:
    """The events of the vehicles that the user may see, newest first."""
    found = which(user, Verb.VEHICLE_VIEW, VehicleEvent.objects.filter(vehicle__isnull=False))
    if wish.vehicle is not None:
        found = found.filter(vehicle_id=wish.vehicle)
    if wish.kind is not None:
        found = found.filter(kind=wish.kind)
    if wish.severity:
        found = found.filter(severity__gte=wish.severity)
    if wish.day is not None:
        start = timezone.make_aware(datetime.combine(wish.day, datetime.min.time()))
        found = found.filter(time__gte=start, time__lt=start + timedelta(days=1))
    if wish.handled is not None:
        found = found.filter(live=True, severity__gte=Severity.WARNING, acknowledged_at__isnull=not wish.handled)
    return found.select_related("vehicle", "zone", "acknowledged_by").order_by("-time", "-id")


def entries(events: Sequence[VehicleEvent]) -> list[LogEntry]:
    """The events with their words, and the positions that caused them, read at once.

    An event that cannot be read is left out, see `live.left_out`.
    """
    found = left_out.build_loaded("fleet.VehicleEvent", ((event.pk, event) for event in events), _read)
    known = _positions({(event.device_id, us, content) for event, _, _, causes in found for us, content in causes})
    return [
        LogEntry(
            event,
            text,
            more,
            [Cause(moment(us), known.get((event.device_id, moment(us), content))) for us, content in causes],
        )
        for event, text, more, causes in found
    ]


def _read(event: VehicleEvent) -> tuple[VehicleEvent, str, str, list[tuple[int, int]]]:
    """The event, its words, those beyond its kind, and microseconds and content of the fixes that made it."""
    text = in_words(event)
    causes = [(int(us), int(content)) for us, content in event.causes[:MOST_CAUSES]]
    return event, text, beyond_the_kind(event, text), list(dict.fromkeys(causes))


def _positions(keys: set[tuple[int | None, int, int]]) -> dict[tuple[int | None, datetime, int], Position]:
    """The stored fixes with these devices, microseconds and contents."""
    times = [moment(us) for _, us, _ in keys]
    if not times:
        return {}
    positions = Position.objects.filter(
        device_id__in={device for device, _, _ in keys if device},
        fix_time__gte=min(times),
        fix_time__lte=max(times),
        fix_time__in=times,
    )
    return {(row.device_id, row.fix_time, row.content): row for row in positions}
