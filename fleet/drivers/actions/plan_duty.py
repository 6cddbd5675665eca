"""Writing the roster: planning a duty, many of them, and cancelling one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fleet.drivers import assignment
from fleet.errors import DutyOverlaps, UnknownDriver, UnknownDuty
from fleet.models import Driver, DriverAssignment, RosterEntry, Vehicle
from kit.dates import require_supported
from kit.errors import BadInput
from kit.text import storable
from people import audit
from people.access import Verb, require, which
from people.models import User


@dataclass(frozen=True)
class Duty:
    """What is planned: who drives what from ``start`` until before ``end``, and what for."""

    vehicle: Vehicle
    driver: Driver
    start: datetime
    end: datetime
    text: str = ""


def plan_duty(actor: User, duty: Duty, request: HttpRequest | None = None) -> RosterEntry:
    """Write one duty into the roster. Raises Denied, BadInput, UnknownDriver, DutyOverlaps."""
    require(actor, Verb.DRIVER_EDIT, duty.vehicle)
    require_supported(duty.start, field="day")
    require_supported(duty.end, field="day")
    if duty.end <= duty.start:
        raise BadInput(_("A duty ends after it begins."), field="end")
    if duty.end <= timezone.now():
        raise BadInput(_("This duty is over already; say who drove on the vehicle's page."), field="end")
    if not storable(duty.text):
        raise BadInput(_("A field holds a character that no text can have."), field="text")
    if not duty.driver.active:
        raise UnknownDriver(_("This driver is switched off."))
    row = RosterEntry(
        vehicle=duty.vehicle,
        driver=duty.driver,
        start=duty.start,
        end=duty.end,
        duty=duty.text.strip()[:200],
        created_by=actor,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise DutyOverlaps(_clash(actor, duty)) from error
        detail = {"driver": duty.driver.pk, "start": duty.start.isoformat(), "end": duty.end.isoformat()}
        audit.record(actor, "roster.plan", duty.vehicle, detail, request)
    return row


def _clash(actor: User, duty: Duty) -> str | None:
    """Which duties are in the way, of those that the planner may see."""
    same = Q(vehicle=duty.vehicle) | Q(driver=duty.driver)
    entries = RosterEntry.objects.filter(same, start__lt=duty.end, end__gt=duty.start).select_related(
        "vehicle", "driver"
    )
    found = [
        gettext("%(driver)s with %(vehicle)s, %(start)s to %(end)s")
        % {
            "driver": entry.driver,
            "vehicle": entry.vehicle,
            "start": date_format(timezone.localtime(entry.start), "j M H:i"),
            "end": date_format(timezone.localtime(entry.end), "j M H:i"),
        }
        for entry in which(actor, Verb.DRIVER_VIEW, entries).order_by("start")[:3]
    ]
    if not found:
        return None
    return gettext("It clashes with: %(duties)s. Choose another time, or cancel that duty first.") % {
        "duties": "; ".join(found)
    }


def plan_duties(actor: User, duties: Sequence[Duty], request: HttpRequest | None = None) -> None:
    """Write all of them or, when one cannot be written, none. Raises as plan_duty."""
    with transaction.atomic():
        for duty in duties:
            plan_duty(actor, duty, request)


def cancel_duty(actor: User, entry_id: int, request: HttpRequest | None = None) -> RosterEntry:
    """Take a duty out of the roster and return it as it was; one that runs ends now. Raises Denied, UnknownDuty."""
    require(actor, Verb.DRIVER_EDIT)
    with transaction.atomic():
        entry = RosterEntry.objects.select_for_update().filter(pk=entry_id, ended_at=None).first()
        if entry is None:
            raise UnknownDuty
        running = (
            DriverAssignment.objects.select_for_update(of=("self",)).filter(roster_entry=entry, valid_to=None).first()
        )
        if running is not None:
            assignment.end(running, timezone.now())
        detail = {"driver": entry.driver_id, "start": entry.start.isoformat(), "running": running is not None}
        audit.record(actor, "roster.cancel", entry.vehicle, detail, request)
        entry.delete()
    return entry
