"""`manage.py prepare_database`: bring the tables up to date, as their owner, and let the processes' role use them."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from kit.database_role import APP_ROLE, grant_app_role


class Command(BaseCommand):
    help = f"Run all migrations as the owner of the tables, then give the role {APP_ROLE} its privileges."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        grant_app_role()
