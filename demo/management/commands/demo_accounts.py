"""`manage.py demo_accounts [--json]`"""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand

from demo.accounts import ACCOUNTS


class Command(BaseCommand):
    help = "List the demo's accounts: user name, password, role and first page."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON list, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps([account.public() for account in ACCOUNTS]))
            return
        for account in ACCOUNTS:
            self.stdout.write(f"{account.username:14} {account.password:16} {account.role.label:18} {account.start}")
