"""A small report, made while its reader waits: on screen, or as a file."""

import io
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fleet.reports import make
from fleet.reports.kinds import ReportKind, formats_of
from fleet.reports.pages.choice import Choice, chosen, query_of, read_query
from fleet.reports.scope import Scope
from people import audit
from people.access import Verb, may, require
from people.models import User
from reports.chart_description import describe
from reports.choices import ReportFormat
from reports.labels import shown, unit
from reports.period import Period
from reports.render import TYPES
from reports.render.svg import svg
from reports.table import Cell, Heading, Table, day_of, object_id_of

ROWS: Final = 500
"""Of one screen."""

BY_RULES: Final = (ReportKind.VISITS, ReportKind.OUT_OF_DUTY)
"""Made of what rules notice: empty also where nobody made a rule."""


@login_required
@require_safe
def view(request: HttpRequest) -> HttpResponse:
    """The report on a page whose address can be shared; a long one leads to the form that has it made."""
    choice = _choice(request)
    if choice is None:
        return _too_long(request)
    table = make.build(choice.kind, request.user, choice.vehicles, choice.period)
    heading = make.heading_of(choice.kind, choice.scope, choice.vehicles, choice.period, timezone.now())
    return show(request, table, heading, kind=choice.kind, scope=choice.scope, period=choice.period)


@login_required
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The report as a file; a long one leads to the form that has it made."""
    choice = _choice(request)
    if choice is None:
        return _too_long(request)
    table = make.build(choice.kind, request.user, choice.vehicles, choice.period)
    heading = make.heading_of(choice.kind, choice.scope, choice.vehicles, choice.period, timezone.now())
    to = io.BytesIO()
    make.write(table, heading, choice.form, to)
    detail = {"report": choice.kind.value, "format": choice.form.value, "vehicles": len(choice.vehicles)}
    detail |= {"first": choice.period.first.isoformat(), "last": choice.period.last.isoformat()}
    audit.record(cast(User, request.user), "fleet.report", detail=detail, request=request)
    response = HttpResponse(to.getvalue(), content_type=TYPES[choice.form])
    name = make.file_name(choice.kind, choice.period, choice.form)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show(
    request: HttpRequest, table: Table, heading: Heading, *, kind: ReportKind, scope: Scope, period: Period, **more: Any
) -> HttpResponse:
    """A finished table as a page, so many rows a screen."""
    table = table.slim()
    page = Paginator(table.rows, ROWS).get_page(request.GET.get("page", "1"))
    context = {
        "heading": heading,
        "columns": [(column, unit(column.kind)) for column in table.columns],
        "rows": [
            (
                _day_address(row),
                [(column, shown(column, cell)) for column, cell in zip(table.columns, row, strict=True)],
            )
            for row in page.object_list
        ],
        "totals": [
            (column, shown(column, table.totals[column.key]) if column.key in table.totals else "")
            for column in table.columns
        ]
        if table.totals and table.rows
        else [],
        "page": page,
        "count": len(table.rows),
        "charts": [{"title": chart.title, "drawn": svg(chart), "said": describe(chart)} for chart in table.charts],
        "notes": table.notes,
        "by_rules": kind in BY_RULES,
        "may_see_rules": may(cast(User, request.user), Verb.RULE_VIEW),
        "query": query_of(kind, scope, period),
        "files": [form for form in formats_of(kind) if form is not ReportFormat.SCREEN],
        **more,
    }
    return render(request, "fleet/reports/view.html", context)


def _day_address(row: list[Cell]) -> str:
    """The vehicle's page with the timeline and map of the row's day; of today where the row has no day."""
    vehicle_id, day = object_id_of(row), day_of(row)
    if vehicle_id is None:
        return ""
    address = reverse("fleet_vehicle", args=[vehicle_id])
    return f"{address}?day={day:%Y-%m-%d}" if day is not None else address


def _choice(request: HttpRequest) -> Choice | None:
    require(request.user, Verb.FLEET_REPORT)
    choice = chosen(request.user, read_query(request))
    return choice if make.is_small(choice.kind, choice.vehicles, choice.period) else None


def _too_long(request: HttpRequest) -> HttpResponse:
    """Reading an address writes nothing: the form, filled in, is one press away from having it made, and says so."""
    messages.info(request, _("This report is long. Press “Make the report”: it is made while you do something else."))
    return redirect(f"{reverse('fleet_reports')}?{request.GET.urlencode()}")
