"""`manage.py confirm_account_change LOGIN`: the second person of a centre with one administrator and no supervisor."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.actions.account_change import confirm_on_the_server
from people.models import AccountChange
from people.models.account_change import State


class Command(BaseCommand):
    help = "Confirm the change of an account that an administrator has asked for and nobody else can confirm."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        change = AccountChange.objects.filter(user__username=options["username"], state=State.OPEN).first()
        if change is None:
            raise CommandError(f"No change of {options['username']} waits for a confirmation.")
        confirm_on_the_server(change.pk)
        self.stdout.write(f"The change of {options['username']} takes effect now.")
