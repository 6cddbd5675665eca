"""Trips that an earlier version of the rules has made are made anew, vehicle by vehicle, when the worker has time."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from fleet.models import Trip, TripBuild, TripWork
from fleet.retention.holds import midnight
from fleet.retention.positions import oldest_kept
from fleet.trips.reading import fixes_of
from fleet.trips.rules import VERSION
from fleet.trips.stored import moment


def note_outdated() -> bool:
    """Turn the next vehicle whose trips are of an earlier version into work; False when there is none.

    One short transaction: the version is noted with the work, so that a crash leaves neither without the other.
    """
    with transaction.atomic():
        builds = TripBuild.objects.select_for_update(skip_locked=True).filter(version__lt=VERSION)
        build = builds.order_by("vehicle").first()
        if build is None:
            return False
        since = _since(build.vehicle_id)
        if since is not None:
            TripWork.objects.create(vehicle_id=build.vehicle_id, since=since)
        build.version, build.memory = VERSION, None
        build.save()
    return True


def _since(vehicle_id: int) -> datetime | None:
    """The fix time after which a build begins with the first part whose fixes are all there; None without such a part.

    Retention forgets positions by the day and parts by their end: of the oldest parts the first fixes may be gone, and
    between the days that a hold keeps there are none. Those parts stay as they are.
    """
    kept = oldest_kept(timezone.now().astimezone(UTC).date(), settings.PANTAU_KEEP_POSITIONS_DAYS)
    oldest = next(fixes_of(vehicle_id, midnight(kept)), None)
    if oldest is None:
        return None
    whole = Trip.objects.filter(vehicle=vehicle_id, start__gte=moment(oldest.us), sure_at__isnull=False)
    first = whole.order_by("start").first()
    return first.sure_at + timedelta(microseconds=1) if first is not None and first.sure_at is not None else None
