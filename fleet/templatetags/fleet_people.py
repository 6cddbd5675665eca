"""`{% load fleet_people %}`: drivers, papers and links on a vehicle's page, and the fleet's own row of pages.

{% vehicle_people %}      the parts of the vehicle of the page, as far as the reader may see them
{% fleet_sections "rules" %}   links to the fleet's pages that the reader may open
"""

from datetime import timedelta
from typing import Any, NamedTuple

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fleet.drivers import assignment
from fleet.drivers.selectors import drivers_to_choose, next_duties, past_drivers
from fleet.models import DriveCode, PaperKind, Vehicle
from fleet.vehicles.selectors import links_of
from people.access import Verb, may

register = template.Library()

HOURS = (1, 2, 4, 8, 12, 24, 48, 72)
PAPER_SOON = timedelta(days=30)
"""A paper that ends within this time is marked: a renewal takes its time."""


class Section(NamedTuple):
    """One of the fleet's pages."""

    name: str
    route: str
    title: str | Promise
    verb: Verb


SECTIONS = (
    Section("vehicles", "fleet", _("Vehicles"), Verb.VEHICLE_VIEW),
    Section("events", "fleet_events", _("Events"), Verb.VEHICLE_VIEW),
    Section("reports", "fleet_reports", _("Reports"), Verb.FLEET_REPORT),
    Section("drivers", "fleet_drivers", _("Drivers"), Verb.DRIVER_VIEW),
    Section("roster", "fleet_roster", _("Roster"), Verb.DRIVER_VIEW),
    Section("rules", "fleet_rules", _("Rules"), Verb.RULE_VIEW),
    Section("groups", "fleet_groups", _("Vehicle groups"), Verb.RULE_VIEW),
    Section("webhooks", "webhooks", _("Webhooks"), Verb.WEBHOOK_EDIT),
    Section("holds", "fleet_holds", _("Holds"), Verb.HOLD_EDIT),
    Section("keys", "fleet_keys", _("API keys"), Verb.API_KEY_MAKE),
    Section("devices", "fleet_devices", _("Devices"), Verb.DEVICE_CLAIM),
    Section("unknown", "fleet_quarantine", _("Unknown senders"), Verb.QUARANTINE_VIEW),
    Section("import", "fleet_device_import", _("Import trackers"), Verb.DEVICE_CLAIM),
)


@register.inclusion_tag("fleet/parts/sections.html", takes_context=True)
def fleet_sections(context: Context, here: str) -> dict[str, Any]:
    """The row of pages; empty for who may open only one."""
    user = context["request"].user
    found = [section for section in SECTIONS if may(user, section.verb)]
    return {"sections": found if len(found) > 1 else [], "here": here}


@register.inclusion_tag("fleet/parts/people.html", takes_context=True)
def vehicle_people(context: Context) -> dict[str, Any]:
    """Driver, papers and links of the page's ``vehicle``."""
    request, vehicle = context["request"], context["vehicle"]
    user = request.user
    parts: dict[str, Any] = {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "vehicle": vehicle,
        "now": timezone.now(),
        "today": timezone.localdate(),
        "soon": timezone.localdate() + PAPER_SOON,
        "papers": list(vehicle.papers.all()),
        "may_edit": may(user, Verb.VEHICLE_EDIT, vehicle),
        "may_see_drivers": may(user, Verb.DRIVER_VIEW, vehicle),
        "may_assign_driver": may(user, Verb.DRIVER_ASSIGN, vehicle),
        "may_share": may(user, Verb.VEHICLE_SHARE, vehicle),
        "paper_kinds": PaperKind.choices,
        "hours": HOURS,
    }
    return parts | _drivers(user, vehicle, parts) | _links(user, vehicle, parts)


def _drivers(user: Any, vehicle: Vehicle, parts: dict[str, Any]) -> dict[str, Any]:
    if not parts["may_see_drivers"]:
        return {}
    found: dict[str, Any] = {
        "driver_now": assignment.driver_of(vehicle),
        "past_drivers": past_drivers(vehicle),
        "duties": next_duties(vehicle),
    }
    if parts["may_assign_driver"]:
        found["drivers"] = drivers_to_choose(user)
        found["code"] = DriveCode.objects.filter(vehicle=vehicle).first()
    return found


def _links(user: Any, vehicle: Vehicle, parts: dict[str, Any]) -> dict[str, Any]:
    return {"links": links_of(user, vehicle)} if parts["may_share"] else {}
