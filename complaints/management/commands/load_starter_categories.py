"""`manage.py load_starter_categories`"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from complaints.models import Category
from complaints.starter_categories import STARTER_CATEGORIES
from people import audit


class Command(BaseCommand):
    help = "Enter common categories of complaints, without agencies; those that are there already are left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        added = add_starter_categories()
        known = len(STARTER_CATEGORIES) - added
        self.stdout.write(f"{added} categories added, {known} known already. Name their agencies at /desk/categories/")


@transaction.atomic
def add_starter_categories() -> int:
    """Enter what is missing; returns how many."""
    added = 0
    for starter in STARTER_CATEGORIES:
        values = starter._asdict()
        category, created = Category.objects.get_or_create(code=values.pop("code"), defaults=values)
        if created:
            audit.record(None, "category.create", category, {"source": "starter set"})
        added += created
    return added
