"""Taking a roster over from a spreadsheet."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fleet.devices.imei_list import name_key
from fleet.drivers.actions.plan_duty import Duty, plan_duties
from fleet.drivers.roster_list import MAX_LINES, DutyLine, find_overlaps, good, read_roster
from fleet.models import Driver, RosterEntry, Vehicle
from kit.errors import BadInput
from people import audit
from people.access import Verb, require, which
from people.models import User


def preview_roster(actor: User, text: str) -> list[DutyLine]:
    """What each line would plan; nothing is written. Raises Denied, BadInput for too many lines."""
    require(actor, Verb.DRIVER_EDIT)
    if text.count("\n") >= MAX_LINES:
        raise BadInput(gettext_lazy("A roster has at most 2000 lines; give it in parts."), field="lines")
    vehicles: dict[str, list[tuple[int, str]]] = {}
    for vehicle in which(actor, Verb.DRIVER_EDIT, Vehicle.objects.filter(active=True)):
        for key in {name_key(vehicle.plate), name_key(vehicle.name)} - {""}:
            vehicles.setdefault(key, []).append((vehicle.pk, str(vehicle)))
    drivers: dict[str, list[tuple[int, str]]] = {}
    for driver in which(actor, Verb.DRIVER_EDIT, Driver.objects.filter(active=True)):
        for key in {name_key(driver.name), name_key(driver.licence_number)} - {""}:
            drivers.setdefault(key, []).append((driver.pk, str(driver)))
    lines = read_roster(text, vehicles, drivers, timezone.get_current_timezone())
    _compare_with_plan(good(lines))
    find_overlaps(lines)
    return lines


def _compare_with_plan(lines: list[DutyLine]) -> None:
    """Tell the lines that are over, planned already, or claim who has another duty then. One query."""
    now = timezone.now()
    times = [(line.start, line.end) for line in lines if line.start is not None and line.end is not None]
    if not times:
        return
    first, last = min(start for start, _end in times), max(end for _start, end in times)
    planned = list(RosterEntry.objects.filter(Q(start__lt=last), end__gt=first).select_related("vehicle", "driver"))
    for line in lines:
        if line.end is not None and line.end <= now:
            line.problems.append(_("This duty is over already."))
            continue
        for entry in planned:
            if _meets(line, entry.start, entry.end) and (
                line.vehicle_id == entry.vehicle_id or line.driver_id == entry.driver_id
            ):
                same = (line.vehicle_id, line.driver_id, line.start, line.end) == (
                    entry.vehicle_id, entry.driver_id, entry.start, entry.end,
                )  # fmt: skip
                line.problems.append(_("It is planned already.") if same else _clash(entry))
                break


def _meets(line: DutyLine, start: datetime, end: datetime) -> bool:
    return line.start is not None and line.end is not None and line.start < end and start < line.end


def _clash(entry: RosterEntry) -> str:
    local = timezone.localtime(entry.start)
    words = {"driver": entry.driver, "vehicle": entry.vehicle, "time": f"{local:%Y-%m-%d %H:%M}"}
    return _("%(driver)s has %(vehicle)s from %(time)s on.") % words


def import_roster(actor: User, text: str, request: HttpRequest | None = None) -> tuple[int, list[DutyLine]]:
    """Plan the good lines, all in one transaction; returns how many, and the lines that were left out.

    Raises as preview_roster and plan_duty.
    """
    with transaction.atomic():
        lines = preview_roster(actor, text)
        chosen = good(lines)
        vehicles = Vehicle.objects.in_bulk([line.vehicle_id for line in chosen])
        drivers = Driver.objects.in_bulk([line.driver_id for line in chosen])
        duties = [
            Duty(vehicles[line.vehicle_id], drivers[line.driver_id], line.start, line.end, line.duty)
            for line in chosen
            if line.start is not None and line.end is not None
        ]
        plan_duties(actor, duties, request)
        audit.record(actor, "roster.import", None, {"duties": len(duties)}, request)
    return len(duties), [line for line in lines if line.problems]
