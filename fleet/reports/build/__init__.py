"""Every report by its kind."""

from collections.abc import Callable
from typing import Final

from fleet.reports.ask import Ask
from fleet.reports.build import (
    driver_hours,
    events,
    fuel,
    out_of_duty,
    route,
    stops,
    summary,
    trips,
    utilisation,
    visits,
)
from fleet.reports.kinds import ReportKind
from reports.table import Table

BUILD: Final[dict[ReportKind, Callable[[Ask], Table]]] = {
    ReportKind.SUMMARY: summary.build,
    ReportKind.TRIPS: trips.build,
    ReportKind.STOPS: stops.build,
    ReportKind.ROUTE: route.build,
    ReportKind.EVENTS: events.build,
    ReportKind.VISITS: visits.build,
    ReportKind.UTILISATION: utilisation.build,
    ReportKind.OUT_OF_DUTY: out_of_duty.build,
    ReportKind.DRIVER_HOURS: driver_hours.build,
    ReportKind.FUEL: fuel.build,
}
