"""What detectors look for: adding a rule, changing it, switching it on and off."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as SettingsError

from fleet.detectors.settings import ABOUT_ZONES, SETTINGS
from fleet.models import DetectorRule, Vehicle, VehicleGroup
from fleet.rules.kinds import RuleKind
from kit.errors import BadInput
from kit.text import storable
from kit.validation_messages import first_problem
from layers.models import Zone
from people import audit
from people.access import Verb, require
from people.models import Agency, User


@dataclass(frozen=True)
class RuleDetails:
    """A rule as its form describes it; at most one of agency, group and vehicle, none of them for everyone."""

    kind: str
    name: str
    severity: int
    enabled: bool
    settings: dict[str, Any]
    agency: Agency | None = None
    group: VehicleGroup | None = None
    vehicle: Vehicle | None = None
    zone: Zone | None = None


def save_rule(
    actor: User, details: RuleDetails, rule: DetectorRule | None = None, request: HttpRequest | None = None
) -> DetectorRule:
    """Write a new rule, or ``rule`` anew; its kind stays. Raises Denied, BadInput."""
    require(actor, Verb.RULE_EDIT)
    new = rule is None
    rule = rule or DetectorRule(kind=details.kind)
    before = _told(rule) if not new else {}
    rule.name, rule.severity, rule.enabled = details.name.strip(), details.severity, details.enabled
    rule.agency, rule.group, rule.vehicle, rule.zone = details.agency, details.group, details.vehicle, details.zone
    rule.settings = checked_settings(rule.kind, details.settings)
    if rule.zone is not None and rule.kind not in ABOUT_ZONES:
        raise BadInput(_("This detector does not ask for a zone."), field="zone")
    if not storable(rule.name):
        raise BadInput(_("A name holds a character that no text can have."), field="name")
    try:
        rule.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=field) from error
    with transaction.atomic():
        rule.save()
        after = _told(rule)
        changed = {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}
        audit.record(actor, "rule.create" if new else "rule.edit", rule, changed, request)
    return rule


def switch_rule(actor: User, rule: DetectorRule, *, on: bool, request: HttpRequest | None = None) -> None:
    """Switch the rule on or off, keeping what it says. Raises Denied."""
    require(actor, Verb.RULE_EDIT, rule)
    with transaction.atomic():
        rule.enabled = on
        rule.save(update_fields=["enabled", "updated_at"])
        audit.record(actor, "rule.edit", rule, {"enabled": [not on, on]}, request)


def checked_settings(kind: str, settings: dict[str, Any]) -> dict[str, Any]:
    """``settings`` as they are kept, defaults among them. Raises BadInput with the first field that is wrong."""
    try:
        return SETTINGS[RuleKind(kind)].model_validate(settings).model_dump(mode="json")
    except SettingsError as error:
        text, field = first_problem(error)
        raise BadInput(capfirst(text), field=field) from error
    except ValueError as error:
        raise BadInput(_("Choose what to look for."), field="kind") from error


def _told(rule: DetectorRule) -> dict[str, Any]:
    names = ("kind", "name", "severity", "enabled", "agency_id", "group_id", "vehicle_id", "zone_id", "settings")
    return {name: getattr(rule, name) for name in names}
