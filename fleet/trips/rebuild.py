"""A vehicle's trips, made from its fixes and mended when late ones arrive.

Fixes that come in order are taken up where the last build stopped, from what it remembered. A late one is answered by
building anew from the last part whose beginning was decided before it. Either way one transaction replaces the rows:
a crash leaves the work waiting and the old trips standing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from fleet.models import Device, Trip, TripBuild, TripWork
from fleet.trips.builder import Builder
from fleet.trips.builder_state import dump, load
from fleet.trips.fixes import Fix
from fleet.trips.kinds import TripReason
from fleet.trips.part import Code, Evidence, Of
from fleet.trips.places import Places
from fleet.trips.reading import fixes_of
from fleet.trips.rules import DEFAULT, VERSION, Rules
from fleet.trips.stored import checkpoint_of, moment, row_of

MAX_FIXES: Final = 300_000
"""Of one transaction; what is left is work for the next."""


def rebuild(vehicle_id: int, *, rules: Rules = DEFAULT, most: int = MAX_FIXES) -> bool:
    """Do the work that waits for a vehicle. False when there is none, or another process is at it."""
    TripBuild.objects.get_or_create(vehicle_id=vehicle_id, defaults={"version": VERSION})
    with transaction.atomic():
        build = TripBuild.objects.select_for_update(skip_locked=True).filter(vehicle=vehicle_id).first()
        if build is None:
            return False
        work = dict(TripWork.objects.filter(vehicle=vehicle_id).values_list("id", "since"))
        if not work:
            return False
        left = _mend(build, min(work.values()), rules, most)
        if left is not None:
            TripWork.objects.create(vehicle_id=vehicle_id, since=left)
        TripWork.objects.filter(pk__in=work).delete()
    return True


def build_from(vehicle_id: int, since: datetime) -> None:
    """Make the trips from ``since`` on anew, whatever was known of them."""
    with transaction.atomic():
        locked = TripBuild.objects.select_for_update()
        build, _ = locked.get_or_create(vehicle_id=vehicle_id, defaults={"version": VERSION})
        build.memory, build.seen_until = None, None
        build.save()
        TripWork.objects.create(vehicle_id=vehicle_id, since=since)
    while rebuild(vehicle_id):
        pass


def note_abandoned() -> int:
    """Work for vehicles whose trip goes on although no device is in them any more; returns how many."""
    abandoned = Trip.objects.filter(open=True, vehicle__devices=None)
    found = TripWork.objects.bulk_create(TripWork(vehicle_id=trip.vehicle_id, since=trip.end) for trip in abandoned)
    return len(found)


def _mend(build: TripBuild, since: datetime, rules: Rules, most: int) -> datetime | None:
    """Build and write; returns from when on fixes are left for the next time."""
    memory = load(build.memory, rules)
    if memory is not None and build.seen_until is not None and since > build.seen_until:
        replaced_from: datetime | None = moment(memory.draft.start.us)
        builder = Builder(rules, memory)
        fixes = fixes_of(build.vehicle_id, None, after=build.seen_until)
    else:
        replaced_from, builder, fixes = _start_again(build.vehicle_id, since, rules)
    left = _feed(builder, fixes, build, most)
    _write(build.vehicle_id, builder, replaced_from, left)
    build.memory = dump(builder.memory, rules) if builder.memory is not None else None
    build.save()
    return left


def _start_again(vehicle_id: int, since: datetime, rules: Rules) -> tuple[datetime | None, Builder, Iterator[Fix]]:
    """From when on trips are made anew, and the builder and the fixes for it."""
    known = Trip.objects.filter(vehicle=vehicle_id, sure_at__lt=since).order_by("-start").first()
    if known is None:
        return None, Builder(rules), fixes_of(vehicle_id, None)
    checkpoint = checkpoint_of(known)
    return known.start, Builder.again(checkpoint, rules), _from(checkpoint.start, fixes_of(vehicle_id, known.start))


def _from(start: Fix, fixes: Iterator[Fix]) -> Iterator[Fix]:
    """The fixes from the part's first one on: of its moment, those before it belong to the part before.

    Where its fix is gone (kept for a shorter time than trips are), the row's own start stands for it.
    """
    for fix in fixes:
        if fix.us > start.us:
            yield from (start._replace(device=fix.device), fix)
            break
        if (fix.lon, fix.lat) == (start.lon, start.lat):
            yield fix
            break
    yield from fixes


def _feed(builder: Builder, fixes: Iterator[Fix], build: TripBuild, most: int) -> datetime | None:
    """Give the builder the fixes, ``most`` of them; notes how far it came and returns where it stopped before the end.

    All fixes of one moment are taken together.
    """
    last_us: int | None = None
    for count, fix in enumerate(fixes):
        if count >= most and fix.us != last_us:
            build.seen_until = moment(last_us) if last_us is not None else build.seen_until
            return moment(fix.us)
        builder.add(fix)
        last_us = fix.us
    build.seen_until = moment(last_us) if last_us is not None else build.seen_until
    return None


def _write(vehicle_id: int, builder: Builder, replaced_from: datetime | None, left: datetime | None) -> None:
    """Put the builder's parts in the place of all rows from ``replaced_from`` on.

    What begins at ``left`` or later stays until the next build comes to it: no trip is missing while a long history is
    made anew.
    """
    replaced = Trip.objects.filter(vehicle=vehicle_id)
    if replaced_from is not None:
        replaced = replaced.filter(start__gte=replaced_from)
    if left is not None:
        replaced = replaced.filter(start__lt=left)
    places = Places(replaced)
    replaced.delete()
    last = builder.open_part()
    if last is not None and not Device.objects.filter(vehicle=vehicle_id).exists():
        taken_out = (Of.END, Evidence.at(Code.TAKEN_OUT, last.end))
        kept = tuple(entry for entry in last.evidence if entry[0] is not Of.END)
        last = replace(last, open=False, ended_by=TripReason.VEHICLE_CHANGED, evidence=(*kept, taken_out))
    parts = [*builder.parts, *([last] if last is not None else [])]
    places.look_up(fix for part in parts for fix in (part.start, part.end))
    Trip.objects.bulk_create([row_of(vehicle_id, part, places.name) for part in parts], batch_size=1000)
