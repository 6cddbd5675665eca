"""The audit trail on screen and as CSV."""

from collections.abc import Iterator
from typing import Any, Final, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit import csv
from people import audit, selectors
from people.models import AuditEntry, User
from people.pages.forms import AuditFilter

_PAGE: Final = 100
_CSV_ROWS: Final = 100_000


@login_required
@require_safe
def audit_trail(request: HttpRequest) -> HttpResponseBase:
    """The newest entries that the filter lets through; ``?format=csv`` gives them as a file."""
    form = AuditFilter(request.GET)
    valid = form.is_valid()
    wanted = form.cleaned_data if valid else {}
    actor = cast(User, request.user)
    entries = selectors.audit_entries(
        actor,
        person=wanted.get("person", ""),
        action=wanted.get("action", ""),
        obj=wanted.get("object", ""),
        day=wanted.get("day"),
        before=wanted.get("before"),
    )
    if not valid:
        # A filter that cannot be read must not show everything as if it had found it.
        context: dict[str, Any] = {"form": form, "entries": [], "older": None, "csv": ""}
        return render(request, "people/audit.html", context, status=422)
    if request.GET.get("format") == "csv":
        audit.record(actor, "audit.export", request=request)
        return _as_csv(entries[:_CSV_ROWS].iterator())
    page = list(entries[: _PAGE + 1])
    older = _older(request, page[_PAGE - 1].pk) if len(page) > _PAGE else None
    context = {"form": form, "entries": page[:_PAGE], "older": older, "csv": _as_csv_link(request)}
    return render(request, "people/audit.html", context)


def _older(request: HttpRequest, last_id: int) -> str:
    query = request.GET.copy()
    query["before"] = str(last_id)
    return query.urlencode()


def _as_csv_link(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["format"] = "csv"
    return query.urlencode()


def _as_csv(entries: Iterator[AuditEntry]) -> HttpResponse:
    head = ["at", "person", "action", "type", "id", "object", "detail", "address"]
    rows = (
        [
            entry.at.isoformat(),
            entry.actor.username if entry.actor else "",
            entry.action,
            entry.object_type,
            entry.object_id,
            entry.object_label,
            entry.detail,
            entry.address,
        ]
        for entry in entries
    )
    response = StreamingHttpResponse(csv.lines(head, rows), content_type=csv.CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="pantau-audit.csv"'
    return cast(HttpResponse, response)
