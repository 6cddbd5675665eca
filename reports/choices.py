"""The forms in which reports come, the states of a run, and the relative periods and rhythms of schedules."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportFormat(models.TextChoices):
    """One a module of ``reports.render``; ``screen`` is a table that the page shows."""

    SCREEN = "screen", _("on screen")
    XLSX = "xlsx", "Excel (XLSX)"
    PDF = "pdf", "PDF"
    CSV = "csv", "CSV"
    GPX = "gpx", "GPX"
    KML = "kml", "KML"
    JSON = "json", "JSON"


class RunState(models.TextChoices):
    """A run goes from ``queued`` over ``running`` to one of the others; a crash puts it back to ``queued``."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("being made")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class RelativePeriod(models.TextChoices):
    """Days seen from the day on which the report is made."""

    TODAY = "today", _("today")
    YESTERDAY = "yesterday", _("yesterday")
    THIS_WEEK = "this_week", _("this week")
    LAST_WEEK = "last_week", _("last week")
    THIS_MONTH = "this_month", _("this month")
    LAST_MONTH = "last_month", _("last month")


class Every(models.TextChoices):
    """How often a schedule is due."""

    DAY = "day", _("every day")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")


GEOGRAPHIC = frozenset({ReportFormat.GPX, ReportFormat.KML})
"""Formats that hold places and nothing else."""
