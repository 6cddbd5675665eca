"""`manage.py create_administrator NAME`: the first account of an empty centre; all others are made on its pages."""

import argparse
import getpass
import os
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from people import audit
from people.access import Role
from people.models import User

_PASSWORD_VARIABLE: Final = "PANTAU_NEW_PASSWORD"


class Command(BaseCommand):
    help = (
        "Create an administrator, who then adds all other people at /people/. "
        f"The password is asked for, or taken from the variable {_PASSWORD_VARIABLE}."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--language", choices=["id", "en"], default="id")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User(
            username=options["username"],
            first_name=options["name"],
            role=Role.ADMINISTRATOR,
            language=options["language"],
        )
        password = os.environ.get(_PASSWORD_VARIABLE) or getpass.getpass("Password (at least ten characters): ")
        try:
            user.set_password(password)
            user.full_clean()
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            user.save()
            audit.record(None, "user.create", user, {"role": user.role, "by": "command line"})
        self.stdout.write(f"{user.username} may now log in as administrator.")
