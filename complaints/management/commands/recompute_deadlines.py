"""`manage.py recompute_deadlines`"""

from typing import Any

from django.core.management.base import BaseCommand

from complaints.actions.recompute_deadlines import recompute_deadlines


class Command(BaseCommand):
    help = "Count the deadlines of open complaints again, after holidays were added or moved."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{recompute_deadlines()} deadlines changed")
