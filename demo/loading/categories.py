"""Categories of complaints and where they go."""

from complaints.models import Category, RoutingRule
from demo.tables import categories, routing
from people.models import Agency


def load_categories() -> int:
    """Enter the categories and routing rules that are missing; returns how many."""
    agencies = Agency.objects.in_bulk(field_name="code")
    added = 0
    for row in categories():
        values = row.model_dump(exclude={"code", "agency"})
        _, created = Category.objects.get_or_create(
            code=row.code, defaults={**values, "default_agency": agencies[row.agency]}
        )
        added += created
    known = Category.objects.in_bulk(field_name="code")
    for rule in routing():
        _, created = RoutingRule.objects.get_or_create(
            category=known[rule.category], area_code=rule.area_code, defaults={"agency": agencies[rule.agency]}
        )
        added += created
    return added
