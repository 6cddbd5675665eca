"""`manage.py createsuperuser`: refused, because a superuser has no rights here; the role alone gives them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Not used here; see create_administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("There are no superusers here. Use: manage.py create_administrator NAME")
