"""Drivers, and a roster that begins before the vehicles' history and goes on for a week."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from demo.fleet_tables import DriverRow, drivers
from demo.loading.people_seed import person
from demo.simulator.history import LENGTH
from fleet.drivers.actions.follow_roster import follow_roster
from fleet.drivers.actions.save_driver import DriverDetails, save_driver
from fleet.models import AssignmentSource, Driver, DriverAssignment, RosterEntry, Vehicle
from people import audit
from people.models import Agency

_AHEAD: Final = timedelta(days=7)
_HOURS: Final = {"office": (7.5, 16.0), "day": (7.0, 19.0), "night": (19.0, 31.0)}
_WEEKEND: Final = 5


def load_drivers() -> int:
    """Enter the drivers that are missing; returns how many."""
    supervisor, agencies = person("pengawas"), Agency.objects.in_bulk(field_name="code")
    known = set(Driver.objects.values_list("name", flat=True))
    missing = [row for row in drivers() if called(row) not in known]
    today = timezone.localdate()
    for row in missing:
        details = DriverDetails(
            name=called(row),
            agency=agencies.get(row.agency),
            user=person(row.login) if row.login else None,
            licence_number=f"{row.licence} DEM",
            licence_expires_on=today + timedelta(days=row.licence_days),
            phone=f"pesawat {row.extension}",
        )
        save_driver(supervisor, details)
    return len(missing)


def called(row: DriverRow) -> str:
    """The driver's name, marked as made up."""
    return f"{row.name} (demo)"


@transaction.atomic
def load_roster() -> int:
    """Write the roster where there is none; returns how many duties.

    Duties that are over are laid into the past with who drove, as the product refuses to plan them afterwards; what
    runs now is begun by the worker's own step.
    """
    if RosterEntry.objects.exists():
        return 0
    now, supervisor = timezone.now(), person("pengawas")
    planned = [entry for row in drivers() if row.device for entry in _duties(row, now)]
    for entry in planned:
        entry.created_by = supervisor
    over = [entry for entry in planned if entry.end <= now]
    for entry, assignment in zip(over, DriverAssignment.objects.bulk_create(map(_drove, over)), strict=True):
        entry.assignment, entry.begun_at, entry.ended_at = assignment, entry.start, entry.end
    RosterEntry.objects.bulk_create(planned)
    audit.record(supervisor, "roster.import", None, {"duties": len(planned)})
    follow_roster(now)
    return len(planned)


def _duties(row: DriverRow, now: datetime) -> list[RosterEntry]:
    vehicle = Vehicle.objects.get(devices__identity=row.device)
    driver = Driver.objects.get(name=called(row))
    first, last = (now - LENGTH).date(), (now + _AHEAD).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        RosterEntry(vehicle=vehicle, driver=driver, start=start, end=end, duty=row.duty)
        for day in days
        if row.shift != "office" or day.weekday() < _WEEKEND
        for start, end in [_span(row.shift, day)]
    ]


def _span(shift: str, day: date) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time(), timezone.get_current_timezone())
    start, end = (midnight + timedelta(hours=hour) for hour in _HOURS[shift])
    return start, end


def _drove(entry: RosterEntry) -> DriverAssignment:
    return DriverAssignment(
        vehicle=entry.vehicle,
        driver=entry.driver,
        valid_from=entry.start,
        valid_to=entry.end,
        source=AssignmentSource.ROSTER,
        duty=entry.duty,
        assigned_by=entry.created_by,
    )
