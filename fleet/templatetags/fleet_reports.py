"""`{% load fleet_reports %}`: how runs and schedules read in lists."""

from django import template
from django.utils.dates import WEEKDAYS

from fleet.models import ReportRun
from fleet.reports.runs import period_of
from reports.choices import RunState

register = template.Library()

_TONES = {
    RunState.QUEUED: "stale hollow",
    RunState.RUNNING: "info",
    RunState.DONE: "good",
    RunState.FAILED: "alarm diamond",
    RunState.CANCELLED: "stale square",
}


@register.filter
def weekday_name(number: int) -> str:
    """Monday is 0."""
    return str(WEEKDAYS[number])


@register.filter
def run_tone(run: ReportRun) -> str:
    """The classes of the badge that says how a run stands."""
    return _TONES[RunState(run.state)]


@register.filter
def run_period(run: ReportRun) -> str:
    """The days that a run tells of."""
    return str(period_of(run))
