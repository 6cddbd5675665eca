"""The stored rows that cannot be shown, for those who can have them mended."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from live import left_out
from people.access import Verb, require


@login_required
@require_safe
def left_out_rows(request: HttpRequest) -> HttpResponse:
    """What this process has left out of lists, maps and live snapshots since it started, and why."""
    require(request.user, Verb.AUDIT_VIEW)
    return render(request, "frontend/left_out.html", {"rows": left_out.listed()})
