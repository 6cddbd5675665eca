"""Category times area: the most specific area wins."""

from collections.abc import Iterable

from complaints.models import Category, RoutingRule
from people.models import Agency


def agency_for(category: Category, area_code: str | None) -> Agency | None:
    """The agency that answers for ``category`` at the Kemendagri code ``area_code``.

    The rule with the longest code that holds the area wins, then a rule without area, then the category's own default;
    None when nobody is named. Inactive agencies get nothing new.
    """
    holding = ["", *_codes_above(area_code or "")]
    rules = RoutingRule.objects.filter(category=category, area_code__in=holding)
    return _answering(category, rules.select_related("agency"))


def agency_elsewhere(category: Category) -> Agency | None:
    """The same where no rule for an area holds; reads the category's prefetched ``routing_rules``."""
    return _answering(category, (rule for rule in category.routing_rules.all() if not rule.area_code))


def _answering(category: Category, rules: Iterable[RoutingRule]) -> Agency | None:
    alive = (rule for rule in rules if rule.agency.active)
    found = max(alive, key=lambda rule: len(rule.area_code), default=None)
    if found is not None:
        return found.agency
    default = category.default_agency
    return default if default is not None and default.active else None


def _codes_above(code: str) -> list[str]:
    parts = code.split(".") if code else []
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
