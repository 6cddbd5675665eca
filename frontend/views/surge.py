"""The page on which a supervisor declares a surge of complaints."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from complaints.actions.surge_mode import begin_surge, end_surge
from complaints.models import SurgeMode
from complaints.selectors.surge import active_surge
from kit.errors import BadInput, Conflict
from people.access import Verb, require
from people.models import User


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def surge(request: HttpRequest) -> HttpResponse:
    """What holds now and what was declared before; POST switches it on, or off with ``end``. Raises Denied."""
    require(request.user, Verb.SURGE_SWITCH)
    user = cast(User, request.user)
    error: BadInput | Conflict | None = None
    if request.method == "POST":
        try:
            if "end" in request.POST:
                end_surge(user, request)
                messages.success(request, _("Surge mode is off."))
            else:
                hours = request.POST.get("hours", "")
                whole = int(hours) if hours.isascii() and hours.isdigit() and len(hours) < 4 else None
                begin_surge(user, reason=request.POST.get("reason", ""), hours=whole, request=request)
                messages.success(request, _("Surge mode is on."))
            return redirect("desk_surge")
        except (BadInput, Conflict) as refused:
            error = refused
    running = active_surge()
    earlier = SurgeMode.objects.exclude(pk=running.pk) if running else SurgeMode.objects.all()
    context = {
        "surge": running,
        "earlier": earlier.select_related("started_by", "ended_by")[:20],
        "error": error,
        "typed": request.POST,
    }
    return render(request, "frontend/desk/surge.html", context, status=error.status if error else 200)
