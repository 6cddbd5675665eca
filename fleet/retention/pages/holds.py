"""Holds: which days are kept from being forgotten, why, and how to keep or free some."""

from datetime import UTC
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fleet.models import MAX_REASON, LegalHold, Vehicle
from fleet.retention.actions.hold import HoldDetails, place_hold, release_hold
from fleet.retention.held_days import kept_by
from fleet.retention.positions import days_stored, oldest_kept
from kit.errors import AppError, BadInput
from kit.forms import DayField
from kit.http.post_only import posted
from people.access import Verb, require
from people.models import User

RELEASED_SHOWN = 50


class HoldForm(forms.Form):
    """What to keep, and why."""

    vehicle = forms.ModelChoiceField(
        label=gettext_lazy("Vehicle"),
        queryset=Vehicle.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("all vehicles"),
    )
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=MAX_REASON,
        help_text=gettext_lazy("Who asked for it, and for which case."),
    )

    def details(self) -> HoldDetails:
        """The valid form as the action wants it."""
        data = self.cleaned_data
        return HoldDetails(data["first_day"], data["last_day"], data["reason"], data["vehicle"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """The open holds with the days that each keeps, those released lately, and the form for a new one."""
    user = cast(User, request.user)
    require(user, Verb.HOLD_EDIT)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            place_hold(user, form.details(), request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("These days are held from now on."))
            return redirect("fleet_holds")
    return render(request, "fleet/holds.html", _shown(form), status=422 if form.errors else 200)


@login_required
@posted("fleet_holds")
def release(request: HttpRequest, hold_id: int) -> HttpResponse:
    """End the hold, with the reason."""
    user = cast(User, request.user)
    require(user, Verb.HOLD_EDIT)
    try:
        release_hold(user, hold_id, request.POST.get("reason", ""), request)
    except AppError as error:
        if error.status == 403:
            raise
        messages.error(request, str(error))
    else:
        messages.success(request, _("The hold is released. What it kept is forgotten the next night."))
    return redirect("fleet_holds")


def _shown(form: HoldForm) -> dict[str, Any]:
    keep = settings.PANTAU_KEEP_POSITIONS_DAYS
    before = oldest_kept(timezone.now().astimezone(UTC).date(), keep)
    rows = LegalHold.objects.select_related("vehicle", "placed_by", "released_by")
    return {
        "form": form,
        "keep": keep,
        "before": before,
        "open": kept_by(rows.filter(released_at=None), days_stored(), before),
        "released": rows.exclude(released_at=None).order_by("-released_at")[:RELEASED_SHOWN],
    }
