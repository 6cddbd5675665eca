"""What reports there are, in which formats, and of how many days at most."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.choices import GEOGRAPHIC, ReportFormat


class ReportKind(models.TextChoices):
    """One a module of ``fleet.reports.build``."""

    SUMMARY = "summary", _("Summary")
    TRIPS = "trips", _("Trips")
    STOPS = "stops", _("Stops")
    ROUTE = "route", _("Route")
    EVENTS = "events", _("Events")
    VISITS = "visits", _("Zone visits")
    UTILISATION = "utilisation", _("Utilisation")
    OUT_OF_DUTY = "out_of_duty", _("Use outside duty")
    DRIVER_HOURS = "driver_hours", _("Driving hours")
    FUEL = "fuel", _("Fuel")


WITH_PLACES = frozenset({ReportKind.ROUTE, ReportKind.STOPS})
"""Reports that have something for the formats that hold places and nothing else."""


MOST_DAYS: Final = {
    ReportKind.ROUTE: 31,
    ReportKind.TRIPS: 184,
    ReportKind.STOPS: 184,
    ReportKind.EVENTS: 184,
    ReportKind.VISITS: 184,
    ReportKind.OUT_OF_DUTY: 184,
    ReportKind.SUMMARY: 366,
    ReportKind.UTILISATION: 366,
    ReportKind.DRIVER_HOURS: 366,
    ReportKind.FUEL: 366,
}
"""The longest period of a report, by kind."""


def formats_of(kind: ReportKind) -> list[ReportFormat]:
    """The formats in which a report can be had."""
    return [each for each in ReportFormat if each not in GEOGRAPHIC or kind in WITH_PLACES]
