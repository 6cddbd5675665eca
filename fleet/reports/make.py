"""From what was asked to a finished table, and from the table to a file."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from django.conf import settings
from django.utils import timezone

from fleet.models import Vehicle
from fleet.reports.ask import Ask
from fleet.reports.build import BUILD
from fleet.reports.kinds import ReportKind
from fleet.reports.scope import Scope, in_words
from people.access.policy import Actor
from reports.choices import ReportFormat
from reports.period import Period
from reports.render import WRITE
from reports.table import Heading, Table

SMALL: Final = {ReportKind.ROUTE: 1}
"""Vehicle-days that are answered while the reader waits, by kind: a tracker may send every second."""
SMALL_ELSE = 450


def is_small(kind: ReportKind, vehicles: Sequence[Vehicle], period: Period) -> bool:
    """Whether the report is made at once; the worker makes the others."""
    return len(vehicles) * period.days <= SMALL.get(kind, SMALL_ELSE)


def build(
    kind: ReportKind,
    user: Actor,
    vehicles: Sequence[Vehicle],
    period: Period,
    tick: Callable[[float], None] | None = None,
) -> Table:
    """The report in the language of the moment. Raises TooMuch."""
    now = timezone.now()
    ask = Ask(user, vehicles, period, now) if tick is None else Ask(user, vehicles, period, now, tick)
    return BUILD[kind](ask)


def heading_of(kind: ReportKind, scope: Scope, vehicles: Sequence[Vehicle], period: Period, made: datetime) -> Heading:
    """What stands above the report, in the language of the moment."""
    return Heading(
        title=str(kind.label),
        scope=in_words(scope, vehicles),
        period=str(period),
        made=made,
        zone=timezone.localtime(period.since).tzname() or settings.TIME_ZONE,
        region=settings.PANTAU_REGION_NAME,
    )


def write(
    table: Table, heading: Heading, form: ReportFormat, to: BinaryIO, tick: Callable[[float], None] | None = None
) -> None:
    """The report in a format. Raises TooMuch where the format cannot hold it."""
    WRITE[form](table, heading, to, tick or _nobody)


def file_name(kind: ReportKind, period: Period, form: ReportFormat) -> str:
    """What a file is called: pantau-trips-2026-11-01-2026-11-30.xlsx."""
    days = f"{period.first:%Y-%m-%d}"
    if period.last != period.first:
        days += f"-{period.last:%Y-%m-%d}"
    return f"pantau-{kind.value.replace('_', '-')}-{days}.{suffix_of(form)}"


def suffix_of(form: ReportFormat) -> str:
    """How the name of a file ends."""
    return "json" if form is ReportFormat.SCREEN else form.value


def _nobody(share: float) -> None:
    """Nobody waits."""
