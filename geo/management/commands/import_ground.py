"""`manage.py import_ground FILE [--source TEXT]`"""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from geo.errors import GeoError
from geo.formats import open_features
from geo.imports.ground import import_ground


class Command(BaseCommand):
    help = "Import roads, water and peaks (properties: code, kind, name, class) for maps without tiles."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--layer", help="which layer of a GeoPackage with several")
        parser.add_argument("--source", default="", help="where the data comes from (default: the file's name)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = open_features(options["file"], layer=options["layer"])
        except GeoError as error:
            raise CommandError(error.message) from error
        features = tqdm(file.features, total=file.count, desc=file.path.name, unit=" features", leave=False)
        report = import_ground(features, options["source"] or file.path.name)
        self.stdout.write(f"{report.stored} stored, {len(report.refused)} refused")
        for line in report.refused:
            self.stdout.write(line)
