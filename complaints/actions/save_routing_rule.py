"""Add and remove routing rules: which agency answers for a category in an area."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from complaints.models import Category, RoutingRule
from kit.errors import BadInput
from people import audit
from people.access import Verb, require
from people.area_codes import typed_area_code
from people.models import Agency, User


def add_routing_rule(
    actor: User, category: Category, area_code: str, agency: Agency | None, request: HttpRequest | None = None
) -> RoutingRule:
    """Send complaints of ``category`` from ``area_code`` and all below it to ``agency``; an empty code is everywhere.

    Raises Denied, and BadInput at ``area_code`` or ``agency``.
    """
    require(actor, Verb.CATEGORY_EDIT)
    code = typed_area_code(area_code)
    if agency is None or not agency.active:
        raise BadInput(_("Choose an agency that is active."), field="agency")
    try:
        with transaction.atomic():
            rule = RoutingRule.objects.create(category=category, area_code=code, agency=agency)
            audit.record(actor, "routing.add", category, _face(rule), request)
    except IntegrityError as error:
        message = _("There is a rule for this area already; remove it first.")
        raise BadInput(message, field="area_code") from error
    return rule


def remove_routing_rule(actor: User, rule: RoutingRule, request: HttpRequest | None = None) -> None:
    """Take ``rule`` away; complaints that were forwarded by it stay where they are. Raises Denied."""
    require(actor, Verb.CATEGORY_EDIT)
    with transaction.atomic():
        audit.record(actor, "routing.remove", rule.category, _face(rule), request)
        rule.delete()


def _face(rule: RoutingRule) -> dict[str, object]:
    return {"area_code": rule.area_code, "agency": rule.agency.code}
