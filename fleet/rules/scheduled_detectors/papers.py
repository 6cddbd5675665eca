"""Telling of papers before they run out."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from fleet.detectors.papers import notice_due
from fleet.events.actions.raise_event import Finding, raise_event
from fleet.events.kinds import EventKind
from fleet.models import VehiclePaper
from fleet.rules.kinds import RuleKind
from fleet.rules.loader import load


def look_at_papers(today: date | None = None) -> int:
    """Raise the notices that are due; returns how many. Each is raised once, on whatever day it is noticed."""
    day = today or timezone.localdate()
    ruleset = load(with_zones=False)
    raised = 0
    for paper in VehiclePaper.objects.filter(vehicle__active=True).select_related("vehicle"):
        vehicle = paper.vehicle
        applied = next(iter(ruleset.rules_of(vehicle.pk, vehicle.agency_id or 0).of(RuleKind.PAPERS)), None)
        days = notice_due(paper.expires_on, day, applied.settings) if applied is not None else None
        if applied is None or days is None:
            continue
        due = datetime.combine(paper.expires_on - timedelta(days=days), time(), timezone.get_current_timezone())
        detail = {
            "paper": paper.kind,
            "date": paper.expires_on.isoformat(),
            "days": (paper.expires_on - day).days,
        }
        found = Finding(EventKind.PAPER_EXPIRES, applied.severity, vehicle, due, due, subject=paper.pk, detail=detail)
        raised += raise_event(found) is not None
    return raised
