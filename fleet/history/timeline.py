"""What a vehicle did in a time: drives, stops and silences with their reasons, and the events among them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from fleet.events.labels import beyond_the_kind, in_words
from fleet.models import Trip, Vehicle, VehicleEvent
from fleet.trips.kinds import TripKind
from fleet.trips.labels import Reason, reasons
from fleet.trips.part import Of

MAX_PARTS: Final = 300
MAX_EVENTS: Final = 500


@dataclass(frozen=True)
class Happening:
    """An event and its sentence."""

    event: VehicleEvent
    text: str

    @property
    def more(self) -> str:
        """What the sentence says beyond the name of the event's kind, which pages show before it."""
        return beyond_the_kind(self.event, self.text)


@dataclass(frozen=True)
class TimelineEntry:
    """A part of the day with what speaks for it and what happened in it, oldest first."""

    trip: Trip
    begun: list[Reason]
    within: list[Reason]
    ended: list[Reason]
    happened: list[Happening] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long it lasts, or has lasted so far."""
        return (self.trip.end - self.trip.start).total_seconds()

    @property
    def goes_far(self) -> bool:
        """Whether it leads from one place to another of a different name."""
        return bool(self.trip.end_place) and self.trip.end_place != self.trip.start_place


@dataclass(frozen=True)
class Timeline:
    """``apart``: events of times of which no part is known yet. ``cut``: there is more than is shown."""

    entries: list[TimelineEntry]
    apart: list[Happening]
    cut: bool

    @property
    def drives(self) -> int:
        """How many drives there are."""
        return sum(entry.trip.kind == TripKind.DRIVE for entry in self.entries)


def parts_from(vehicle: Vehicle, since: datetime) -> QuerySet[Trip]:
    """The parts of a vehicle from the last that begins before ``since``; the years before it stay unread.

    Parts do not overlap: of the earlier ones that one alone can run into the time.
    """
    running_in = Trip.objects.filter(vehicle=vehicle, start__lt=since).order_by("-start").values("start")[:1]
    return Trip.objects.filter(vehicle=vehicle, start__gte=Coalesce(Subquery(running_in), Value(since)))


def timeline_of(vehicle: Vehicle, since: datetime, until: datetime) -> Timeline:
    """The parts that touch ``since`` to ``until`` and the events within it: two queries."""
    touching = parts_from(vehicle, since).filter(start__lt=until, end__gt=since)
    trips = list(touching.order_by("start")[: MAX_PARTS + 1])
    events = list(
        VehicleEvent.objects.filter(vehicle=vehicle, time__gte=since, time__lt=until)
        .select_related("zone")
        .order_by("time", "id")[: MAX_EVENTS + 1]
    )
    entries = [_entry(trip) for trip in trips[:MAX_PARTS]]
    apart = list(_place(entries, events[:MAX_EVENTS]))
    return Timeline(entries, apart, cut=len(trips) > MAX_PARTS or len(events) > MAX_EVENTS)


def _entry(trip: Trip) -> TimelineEntry:
    said = reasons(trip.explanation)
    begun, within, ended = ([one for one in said if one.of is of] for of in (Of.START, Of.WITHIN, Of.END))
    return TimelineEntry(trip, begun, within, ended)


def _place(entries: list[TimelineEntry], events: list[VehicleEvent]) -> Iterator[Happening]:
    """Put each event into the part of its moment; gives back those that have none."""
    index = 0
    for event in events:
        happening = Happening(event, in_words(event))
        while index + 1 < len(entries) and entries[index + 1].trip.start <= event.time:
            index += 1
        if entries and entries[index].trip.start <= event.time <= entries[index].trip.end:
            entries[index].happened.append(happening)
        else:
            yield happening
