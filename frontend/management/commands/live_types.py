"""`manage.py live_types`: write the TypeScript types of live events anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from frontend.live_types import FILE, live_types
from live import registry


class Command(BaseCommand):
    help = "Write frontend/src/net/live/types.ts from the events that the apps have registered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, and fail if the file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        text = live_types(registry.entities().values())
        if not options["check"]:
            FILE.write_text(text, encoding="utf-8")
        elif FILE.read_text(encoding="utf-8") != text:
            raise CommandError(f"{FILE.name} is out of date; run manage.py live_types")
