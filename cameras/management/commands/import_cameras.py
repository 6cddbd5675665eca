"""`manage.py import_cameras FILE [--name-field name] [--place-field F,F] [--stage planned] [--agency CODE] ...`"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from cameras.actions.import_cameras import import_cameras
from cameras.imports.rows import Mapped, Row
from cameras.models import CameraPurpose, Stage
from kit.errors import AppError
from people.models import Agency


def _with_bar(count: int, rows: Iterable[Row]) -> Iterable[Row]:
    bar: Iterable[Row] = tqdm(rows, total=count, unit=" cameras", leave=False)
    return bar


class Command(BaseCommand):
    help = "Import cameras from GeoJSON, Shapefile or GeoPackage with points, or from CSV; twice adds nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--name-field", default="name")
        parser.add_argument("--code-field", default="", help="field with a unique code (default: made from the name)")
        parser.add_argument("--place-field", default="", help="field with the place; several with commas between")
        parser.add_argument("--description-field", default="")
        parser.add_argument("--bearing-field", default="", help="field with degrees clockwise from north")
        parser.add_argument("--lon-field", default="lon", help="CSV column (default: lon)")
        parser.add_argument("--lat-field", default="lat", help="CSV column (default: lat)")
        parser.add_argument(
            "--url-field", default="", help="field with the address of a picture or stream (.m3u8, .flv)"
        )
        parser.add_argument("--snapshot-field", default="", help="field with the address of a picture")
        parser.add_argument(
            "--stream-field", default="", help="field with the address of a stream; noted, not played yet"
        )
        parser.add_argument("--username-field", default="", help="field with the user of those addresses")
        parser.add_argument("--password-field", default="", help="field with the password; stored encrypted")
        parser.add_argument(
            "--rejects", default="", metavar="FILE", help="write the refused entries here, to be mended"
        )
        parser.add_argument("--purpose", choices=CameraPurpose.values, default=CameraPurpose.TRAFFIC.value)
        parser.add_argument("--stage", choices=Stage.values, default=Stage.PLANNED.value)
        parser.add_argument("--agency", default="", help="code of the agency that they belong to")
        parser.add_argument("--dataset", default="", help="begins the codes that are made (default: the file's name)")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            report = import_cameras(
                None, path, _mapped(path, options), stage=Stage(options["stage"]), progress=_with_bar
            )
        except AppError as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if report.refused and options["rejects"]:
            lines = list(report.reject_lines())
            Path(options["rejects"]).write_text("".join(lines), encoding="utf-8", newline="")


def _mapped(path: Path, options: dict[str, Any]) -> Mapped:
    agency = Agency.objects.filter(code=options["agency"]).first() if options["agency"] else None
    if options["agency"] and agency is None:
        raise CommandError(_("There is no agency with the code %(code)s.") % {"code": options["agency"]})
    return Mapped(
        dataset=options["dataset"] or path.stem,
        code=options["code_field"],
        name=options["name_field"],
        place=options["place_field"],
        description=options["description_field"],
        bearing=options["bearing_field"],
        lon=options["lon_field"],
        lat=options["lat_field"],
        url=options["url_field"],
        snapshot_url=options["snapshot_field"],
        stream_url=options["stream_field"],
        username=options["username_field"],
        password=options["password_field"],
        purpose=CameraPurpose(options["purpose"]),
        agency=agency,
    )
