"""What an address says of a report: which kind, of what, of which days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field, ValidationError

from fleet.models import Vehicle
from fleet.reports.kinds import MOST_DAYS, ReportKind, formats_of
from fleet.reports.scope import MOST_VEHICLES, Scope, vehicles_in
from kit.errors import BadParameter
from kit.http.parameters import Query
from kit.validation_messages import named_problem
from people.access.policy import Actor
from reports import period as periods
from reports.choices import ReportFormat
from reports.period import Period

_Id = Annotated[int, Field(ge=1, lt=2**63)]


class ChoiceQuery(Query):
    """``vehicle`` may stand there many times; ``page`` counts the screens of a long table."""

    kind: ReportKind
    first: date
    last: date
    agency: _Id | None = None
    group: _Id | None = None
    vehicle: Annotated[list[_Id], Field(max_length=MOST_VEHICLES)] = []
    format: ReportFormat = ReportFormat.SCREEN
    page: Annotated[int, Field(ge=1, lt=2**31)] = 1


@dataclass(frozen=True)
class Choice:
    """A report that can be made: all of it is known, and the asker's to see."""

    kind: ReportKind
    form: ReportFormat
    scope: Scope
    period: Period
    vehicles: Sequence[Vehicle]

    def query(self, *, form: ReportFormat | None = None) -> str:
        """The choice as the query of an address."""
        return query_of(self.kind, self.scope, self.period, form)


def query_of(kind: ReportKind, scope: Scope, period: Period, form: ReportFormat | None = None) -> str:
    """A choice as the query of an address."""
    values: dict[str, Any] = {"kind": kind.value, "first": period.first, "last": period.last}
    values |= {"agency": scope.agency} if scope.agency is not None else {}
    values |= {"group": scope.group} if scope.group is not None else {}
    values |= {"vehicle": scope.vehicles} if scope.vehicles else {}
    values |= {"format": form.value} if form is not None else {}
    return urlencode(values, doseq=True)


def read_query(request: HttpRequest) -> ChoiceQuery:
    """The address as it is typed. Raises BadParameter, naming the first thing that is wrong."""
    values: dict[str, Any] = {**request.GET.dict(), "vehicle": request.GET.getlist("vehicle")}
    try:
        return ChoiceQuery.model_validate(values)
    except ValidationError as error:
        text, field = named_problem(error)
        raise BadParameter(text, field=field) from error


def chosen(user: Actor, query: ChoiceQuery) -> Choice:
    """The report that the address means. Raises BadReport for what cannot be, BadParameter for a format it has not."""
    if query.format not in formats_of(query.kind):
        words = {"report": query.kind.label, "format": query.format.label}
        raise BadParameter(_("%(report)s cannot be had as %(format)s.") % words, field="format")
    period = periods.checked(MOST_DAYS[query.kind], query.first, query.last, timezone.localdate())
    scope = Scope(agency=query.agency, group=query.group, vehicles=query.vehicle)
    return Choice(query.kind, query.format, scope, period, vehicles_in(user, scope))
