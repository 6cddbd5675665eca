"""One device: what is noted of it, and which vehicles it was in."""

from typing import Any, cast

from asgiref.sync import async_to_sync
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from fleet.devices.actions.bind_device import bind_device, used_listeners
from fleet.devices.actions.edit_device import MAX_OFFSET_S, edit_device
from fleet.devices.actions.import_devices import import_devices, preview_devices
from fleet.devices.actions.move_history import move_past
from fleet.devices.imei_list import good
from fleet.devices.listeners import LISTENERS, mask_of_protocol
from fleet.devices.quarantine_replay import replay_quarantine
from fleet.devices.selectors import device_for, stays_of
from fleet.models import Device
from fleet.protocols.registry import PROTOCOLS
from fleet.protocols.streams import STREAMS
from fleet.vehicles.params import id_of
from fleet.vehicles.selectors import vehicle_for, vehicles_for
from kit.conninfo import conninfo
from kit.errors import AppError, BadInput
from kit.http.pasted_list import pasted_text
from kit.http.post_only import posted
from kit.local_time import local_moment
from people.access import Verb, require
from people.models import User

_CLOCKS = (
    (0, gettext_lazy("UTC, as most do")),
    (25200, gettext_lazy("local time WIB (UTC+7)")),
    (28800, gettext_lazy("local time WITA (UTC+8)")),
    (32400, gettext_lazy("local time WIT (UTC+9)")),
)


class KnownDeviceForm(forms.Form):
    """What may be changed of a device; its identity never changes."""

    label = forms.CharField(label=gettext_lazy("Label"), max_length=80, required=False)
    protocol = forms.ChoiceField(label=gettext_lazy("Protocol"), required=False)
    clock_offset_s = forms.TypedChoiceField(label=gettext_lazy("Its clock shows"), coerce=int)

    def __init__(self, device: Device, data: Any = None) -> None:
        names = ("label", "protocol", "clock_offset_s")
        super().__init__(data, initial={name: getattr(device, name) for name in names})
        protocols = sorted({*PROTOCOLS, *STREAMS} | ({device.protocol} if device.protocol else set()))
        self.fields["protocol"].choices = [("", "–"), *((name, name) for name in protocols)]  # type: ignore[attr-defined]
        clocks = list(_CLOCKS)
        if device.clock_offset_s not in dict(_CLOCKS) and abs(device.clock_offset_s) <= MAX_OFFSET_S:
            clocks.append((device.clock_offset_s, gettext_lazy("another offset that was set before")))
        self.fields["clock_offset_s"].choices = clocks  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def device_page(request: HttpRequest, device_id: int) -> HttpResponse:
    """The device's form and its history."""
    user = cast(User, request.user)
    device = device_for(user, device_id)
    form = KnownDeviceForm(device, request.POST or None)
    if form.is_valid():
        try:
            edit_device(user, device.pk, **form.cleaned_data, request=request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": device})
            return redirect("fleet_device", device_id=device.pk)
    context = {"device": device, "form": form, "stays": stays_of(device)}
    context["listeners"] = _listener_choices(device)
    context["others"] = vehicles_for(user).exclude(pk=device.vehicle_id or 0)
    return render(request, "fleet/device.html", context, status=422 if form.errors else 200)


def _listener_choices(device: Device) -> list[dict[str, Any]]:
    """Every listener; ticked are those that the device is bound to, or else those that it has been heard over."""
    heard = device.state.heard_over
    ticked = device.listeners or used_listeners(device.state) or mask_of_protocol(device.protocol)
    return [
        {"name": one.name, "label": one.label, "ticked": ticked >> place & 1, "heard": heard >> place & 1}
        for place, one in enumerate(LISTENERS)
    ]


@login_required
@posted("fleet_device", "device_id")
def bind(request: HttpRequest, device_id: int) -> HttpResponse:
    """Bind the device to the listeners that are ticked, and store what it sent over them before."""
    user = cast(User, request.user)
    require(user, Verb.DEVICE_CLAIM)
    try:
        device = bind_device(user, device_id, request.POST.getlist("listeners"), request)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("fleet_device", device_id=device_id)
    async_to_sync(replay_quarantine)(conninfo(), device.identity, briefly=True)
    text = _("%(device)s is bound to %(listeners)s. What comes in another way is set aside.")
    messages.success(request, text % {"device": device, "listeners": device.listener_labels})
    return redirect("fleet_device", device_id=device.pk)


@login_required
@posted("fleet_device", "device_id")
def moved_before(request: HttpRequest, device_id: int) -> HttpResponse:
    """The device has been in ``vehicle`` (empty: in none) since ``at``, some time ago."""
    user = cast(User, request.user)
    device = device_for(user, device_id)
    try:
        at = local_moment(request.POST.get("at", ""))
        if at is None:
            raise BadInput(_("Say since when."))
        chosen = id_of(request.POST.get("vehicle", ""))
        target = vehicle_for(user, chosen) if chosen is not None else None
        move_past(user, device.pk, seen_in=device.vehicle, to=target, at=at, request=request)
    except AppError as error:
        if error.status == 403:
            raise
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted. Positions and trips since then are moved in the background."))
    return redirect("fleet_device", device_id=device.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def device_import(request: HttpRequest) -> HttpResponse:
    """Paste or upload a list of trackers, look at what each line would do, then confirm; wrong lines stay."""
    user = cast(User, request.user)
    require(user, Verb.DEVICE_CLAIM)
    text, lines, error = "", None, ""
    if request.method == "POST":
        try:
            text = pasted_text(request)
            if "confirm" in request.POST:
                count, left = import_devices(user, text, request)
                done = ngettext("%(count)d device is registered.", "%(count)d devices are registered.", count)
                messages.success(request, done % {"count": count})
                if not left:
                    return redirect("fleet")
                text, lines = "\n".join(line.text for line in left), left
            else:
                lines = preview_devices(user, text)
        except AppError as problem:
            if problem.status == 403:
                raise
            error = str(problem)
    context = {
        "text": text,
        "lines": lines,
        "error": error,
        "ready": len(good(lines or [])),
        "protocols": ", ".join(sorted({*PROTOCOLS, *STREAMS})),
    }
    return render(request, "fleet/device_import.html", context, status=422 if error else 200)
