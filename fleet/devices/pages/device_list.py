"""Every device, and those that are not bound to their way of sending yet."""

from typing import Annotated, Final, Literal, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from pydantic import Field

from fleet.devices.actions.bind_device import bind_to_what_is_used, used_listeners
from fleet.devices.listeners import labels_of
from fleet.devices.selectors import devices_for
from fleet.vehicles.params import EMPTY, id_of
from kit.http.parameters import Query, read
from kit.http.post_only import posted
from people.access import Verb, require
from people.models import User

PER_PAGE: Final = 100


class DeviceListQuery(Query):
    """``bound``: "no" for the devices that are not bound yet."""

    q: Annotated[str, Field(max_length=80)] = ""
    bound: Annotated[Literal["no"] | None, EMPTY] = None
    page: Annotated[int, Field(ge=1, lt=2**31)] = 1


@login_required
@require_safe
def device_list(request: HttpRequest) -> HttpResponse:
    """Devices by name, each with what it is bound to and what it has been heard over."""
    require(request.user, Verb.DEVICE_CLAIM)
    query = read(request, DeviceListQuery)
    found = devices_for(request.user, text=query.q.strip())
    unbound = found.filter(listeners=None)
    page = Paginator(unbound if query.bound else found, PER_PAGE).get_page(query.page)
    context = {
        "query": query,
        "page": page,
        "rows": [(device, labels_of(used_listeners(device.state))) for device in page.object_list],
        "total": found.count(),
        "unbound": unbound.count(),
    }
    return render(request, "fleet/devices.html", context)


@login_required
@posted("fleet_devices")
def bind_used(request: HttpRequest) -> HttpResponse:
    """Bind the chosen devices (``device``, or all with ``all``) to what they use now."""
    user = cast(User, request.user)
    require(user, Verb.DEVICE_CLAIM)
    chosen = [found for text in request.POST.getlist("device") if (found := id_of(text)) is not None]
    bound, left = bind_to_what_is_used(user, None if "all" in request.POST else chosen, request)
    text = ngettext("%(count)d device is bound.", "%(count)d devices are bound.", bound) % {"count": bound}
    messages.success(request, text)
    if left:
        rest = ngettext(
            "%(count)d device was left: it has not been heard yet, or in more than one way. Open it and choose.",
            "%(count)d devices were left: they have not been heard yet, or in more than one way. Open each and choose.",
            left,
        )
        messages.warning(request, rest % {"count": left})
    if not bound and not left:
        messages.info(request, _("Choose the devices first."))
    return redirect("/fleet/devices/?bound=no")
