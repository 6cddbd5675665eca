"""`manage.py import_zones FILE --kind flood [--level-field F] [--name-field F] [--where F=V] [--publish] ...`"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from geo.errors import GeoError
from geo.formats import Feature, FeatureFile
from geo.projection import parse_crs
from kit.errors import AppError
from layers.actions.import_zones import import_zones
from layers.imports.plan import ImportPlan
from layers.imports.rejects import reject_file
from layers.models import Kind, Purpose


def _with_bar(file: FeatureFile) -> Iterable[Feature]:
    bar: Iterable[Feature] = tqdm(file.features, total=file.count, desc=file.path.name, unit=" features", leave=False)
    return bar


class Command(BaseCommand):
    help = (
        "Import zones from GeoJSON, Shapefile or GeoPackage; repairs what is invalid and says so; twice adds nothing."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--purpose", choices=Purpose.values, default=Purpose.HAZARD.value)
        parser.add_argument("--kind", choices=Kind.values, help="one kind for all")
        parser.add_argument("--kind-field", default="", help="property that names the kind, such as flood or banjir")
        parser.add_argument("--layer", help="which layer of a GeoPackage with several")
        parser.add_argument("--dry-run", action="store_true", help="report only, store nothing")
        parser.add_argument("--level", type=int, choices=(1, 2, 3), help="one level for all")
        parser.add_argument(
            "--level-field", default="", help="property that holds 1-3, I-III or a text with one of them"
        )
        parser.add_argument("--name-field", action="append", default=[], help="property for the name; may be repeated")
        parser.add_argument("--description-field", default="")
        parser.add_argument("--valid-from-field", default="", help="property that holds a date")
        parser.add_argument("--valid-to-field", default="", help="property that holds a date")
        parser.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE", help="only these features")
        parser.add_argument("--buffer-m", type=float, help="points become circles of this radius in metres")
        parser.add_argument("--source", default="", help="where the data comes from (default: the file's name)")
        parser.add_argument("--licence", default="")
        parser.add_argument("--dataset", default="", help="name under which a second import is recognised")
        parser.add_argument("--srid", type=int, help="EPSG number, when the file does not say it rightly")
        parser.add_argument("--rejects", type=Path, help="file for what is refused, to correct and import again")
        parser.add_argument("--publish", action="store_true", help="show them on the walls at once, not as drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            crs = parse_crs(options["srid"]) if options["srid"] else None
            report = import_zones(
                None,
                path,
                _plan(path, options),
                crs=crs,
                layer=options["layer"],
                preview=options["dry_run"],
                progress=_with_bar,
            )
        except (AppError, GeoError) as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if report.refused and options["rejects"] is not None:
            options["rejects"].write_text(reject_file(report.refused), encoding="utf-8")
            self.stdout.write(
                _("The refused features and their reasons are in %(file)s") % {"file": options["rejects"]}
            )
        if report.refused and not report.created and not report.unchanged:
            raise CommandError(_("Nothing could be imported; the lines above say why."))


def _plan(path: Path, options: dict[str, Any]) -> ImportPlan:
    return ImportPlan(
        dataset=options["dataset"] or path.stem,
        purpose=Purpose(options["purpose"]),
        kind=Kind(options["kind"]) if options["kind"] else None,
        kind_field=options["kind_field"],
        level=options["level"],
        level_field=options["level_field"],
        name_fields=tuple(options["name_field"]),
        description_field=options["description_field"],
        valid_from_field=options["valid_from_field"],
        valid_to_field=options["valid_to_field"],
        where=dict(_condition(text) for text in options["where"]),
        buffer_m=options["buffer_m"],
        source=options["source"] or path.name,
        licence=options["licence"],
        file_name=path.name,
        publish=options["publish"],
    )


def _condition(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise CommandError(_("--where %(text)s must look like FIELD=VALUE") % {"text": text})
    return name, value
