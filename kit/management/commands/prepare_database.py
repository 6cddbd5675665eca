"""`manage.py prepare_database`: bring the tables up to date, as their owner, and let the processes' role use them."""

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kit.database_role import APP_ROLE, grant_app_role


class Command(BaseCommand):
    help = f"Run all migrations as the owner of the tables, then give the role {APP_ROLE} its privileges."

    def handle(self, *args: Any, **options: Any) -> None:
        if unknown := unknown_migrations():
            raise CommandError(
                "cannot upgrade a database of an unreleased version with other tables "
                f"({', '.join(unknown[:2])}). Nothing was changed. Keep it elsewhere and start with an empty one; for "
                "that of ./run, start with --new-demo if it is the demo, or --reset."
            )
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        grant_app_role()


def unknown_migrations() -> list[str]:
    """Migrations of the product that the database has had and that exist no more, such as ``incidents.0007_notes``."""
    loader = MigrationLoader(connection)
    own = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    gone = [key for key in loader.applied_migrations if key[0] in own and key not in loader.disk_migrations]
    return sorted(f"{app}.{name}" for app, name in gone)
