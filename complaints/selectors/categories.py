"""Reading the categories, with where their complaints go, for the one who keeps them."""

from dataclasses import dataclass

from complaints.models import Category, RoutingRule
from complaints.routing import agency_elsewhere
from people.access import Verb, require
from people.models import Agency, User


@dataclass(frozen=True)
class CategoryLine:
    """A category, its rules for single areas, and the agency that answers everywhere else, if one is named."""

    category: Category
    area_rules: list[RoutingRule]
    elsewhere: Agency | None


def category_lines(actor: User) -> list[CategoryLine]:
    """All categories, those that citizens may choose first. Raises Denied."""
    require(actor, Verb.CATEGORY_EDIT)
    found = Category.objects.select_related("default_agency").prefetch_related("routing_rules__agency")
    return [_line(category) for category in found.order_by("-active", "name")]


def takes_complaints() -> bool:
    """Whether there is anything that a complaint could be about."""
    return Category.objects.filter(active=True).exists()


def _line(category: Category) -> CategoryLine:
    rules = [rule for rule in category.routing_rules.all() if rule.area_code and rule.agency.active]
    return CategoryLine(category, rules, agency_elsewhere(category))
