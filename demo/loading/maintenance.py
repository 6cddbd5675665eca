"""What has to be kept in mind of vehicles: papers, days that must not be forgotten, reports that come by themselves."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from demo.fleet_tables import papers
from demo.loading.people_seed import person
from demo.tables import VehicleRow, vehicles
from fleet.models import LegalHold, PaperKind, ReportSchedule, Vehicle
from fleet.reports import schedules
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope
from fleet.retention.actions.hold import HoldDetails, place_hold
from fleet.rules.scheduled_detectors.papers import look_at_papers
from fleet.vehicles.actions.save_paper import save_paper
from reports.choices import Every, RelativePeriod, ReportFormat

_INSPECTED = {"truck", "bus", "fire", "ambulance"}
_HELD = "demo-031"


def load_papers() -> int:
    """Enter the papers of vehicles that have none, and say which run out soon; returns how many papers."""
    supervisor, today = person("pengawas"), timezone.localdate()
    bare = {one.devices.get().identity: one for one in Vehicle.objects.filter(papers=None, devices__isnull=False)}
    added = 0
    for row in vehicles():
        for kind, number, expires_on in _papers(row, today) if row.device in bare else ():
            save_paper(supervisor, bare[row.device], kind, expires_on, number=number)
            added += 1
    if added:
        look_at_papers(today)
    return added


def _papers(row: VehicleRow, today: date) -> Iterator[tuple[str, str, date]]:
    """Registration and tax of every vehicle, the test of heavy ones, the insurance of those that somebody watches."""
    dice = random.Random(f"papers/{row.device}")
    soon: dict[str, int] = {paper.kind: paper.days for paper in papers() if paper.device == row.device}
    longest = {PaperKind.REGISTRATION: 1700, PaperKind.TAX: 340}
    if row.kind in _INSPECTED:
        longest[PaperKind.INSPECTION] = 175
    if PaperKind.INSURANCE in soon:
        longest[PaperKind.INSURANCE] = 340
    for kind, most in longest.items():
        days = dice.randint(45, most)
        yield kind.value, f"{kind.value.upper()}-{row.device[-3:]}", today + timedelta(days=soon.get(kind.value, days))


def load_holds() -> int:
    """Keep the days of one vehicle, as after a complaint; returns 1 where nothing was ever kept."""
    if LegalHold.objects.exists():
        return 0
    today = timezone.localdate()
    details = HoldDetails(
        first_day=today - timedelta(days=8),
        last_day=today - timedelta(days=7),
        reason="Aduan warga tentang truk yang melaju kencang; diminta Inspektorat (demo).",
        vehicle=Vehicle.objects.get(devices__identity=_HELD),
    )
    place_hold(person("pengawas"), details)
    return 1


def load_schedules() -> int:
    """Have the week's use outside duty sent to the supervisor every Monday; returns 1 where nothing is scheduled."""
    if ReportSchedule.objects.exists():
        return 0
    when = {"period": RelativePeriod.LAST_WEEK, "every": Every.WEEK, "hour": 6, "weekday": 0, "day": 1}
    schedules.add(person("pengawas"), ReportKind.OUT_OF_DUTY, ReportFormat.PDF, Scope(), when, [])
    return 1
