"""`manage.py import_areas FILE... [--code-field kode] [--name-field nama] [--srid N] [--source TEXT] [--dry-run]`"""

import argparse
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from geo.errors import GeoError
from geo.formats import Feature, FeatureFile
from geo.imports.areas import Fields, import_areas
from geo.imports.report import AreaImportReport
from geo.projection import parse_crs


def _with_bar(file: FeatureFile) -> Iterable[Feature]:
    bar: Iterable[Feature] = tqdm(file.features, total=file.count, desc=file.path.name, unit=" features", leave=False)
    return bar


class Command(BaseCommand):
    help = "Import administrative areas from GeoJSON, Shapefile or GeoPackage; repairs what is invalid and says so."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--code-field", default="kode", help="property that holds the Kemendagri code (default: kode)"
        )
        parser.add_argument("--name-field", default="nama", help="property that holds the name (default: nama)")
        parser.add_argument(
            "--srid", type=int, help="EPSG number of the coordinates, when the file does not say it rightly"
        )
        parser.add_argument("--layer", help="which layer of a GeoPackage with several")
        parser.add_argument("--source", default="", help="where the data comes from (default: the file's name)")
        parser.add_argument("--dry-run", action="store_true", help="report only, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        report = self.run(options)
        for line in report.lines():
            self.stdout.write(line)

    def run(self, options: dict[str, Any]) -> AreaImportReport:
        """The import itself. Raises CommandError with the reason when a file cannot be read."""
        try:
            return import_areas(
                options["files"],
                fields=Fields(options["code_field"], options["name_field"]),
                crs=parse_crs(options["srid"]) if options["srid"] else None,
                layer=options["layer"],
                source=options["source"],
                dry_run=options["dry_run"],
                progress=_with_bar,
            )
        except GeoError as error:
            raise CommandError(error.message) from error
