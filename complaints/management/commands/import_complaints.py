"""`manage.py import_complaints FILE [--mapping FILE.json] [--column FIELD=COLUMN] [--constant FIELD=VALUE]`"""

import argparse
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from complaints.intake.foreign_list import read_list
from complaints.intake.list_import import ImportResult, import_rows
from complaints.intake.mapping import FIELDS, Mapping, read_mapping, recognised
from kit.csv_reader import CsvFile, reject_file, require_columns
from kit.errors import AppError, BadInput


class Command(BaseCommand):
    help = "Import a list of complaints (CSV, GeoJSON); known rows are left alone, bad ones go to a file of their own."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--mapping", type=Path, help="JSON file that names the columns (LA 311 lists need none)")
        fields = ", ".join(FIELDS)
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=COLUMN",
            help=f"the column of a field, beside or instead of the mapping file. Fields: {fields}, source, date_format",
        )  # fmt: skip
        parser.add_argument(
            "--constant", action="append", default=[], metavar="FIELD=VALUE",
            help="the same value of a field for every row, such as status=closed",
        )  # fmt: skip
        parser.add_argument(
            "--rejects", type=Path, help="where bad rows go (default: FILE's name + .rejects.csv, here)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        rejects: Path = options["rejects"] or Path.cwd() / f"{path.stem}.rejects.csv"
        started = time.monotonic()
        try:
            file = read_list(path)
            mapping = mapping_for(file, options["mapping"], options["column"], options["constant"])
            if file.encoding == "cp1252":
                self.stderr.write(f"{path} is no UTF-8; it was read as Windows-1252. Look at names with accents.")
            result = import_file(path, file, mapping)
            self._complaint(result, file, rejects, time.monotonic() - started)
        except (OSError, AppError) as error:
            raise CommandError(f"{path}: {error}") from error

    def _complaint(self, result: ImportResult, file: CsvFile, rejects: Path, seconds: float) -> None:
        self.stdout.write(
            f"{result.added} complaints added, {result.known} known already, {len(result.rejects)} bad rows, "
            f"{result.categories} new categories, {seconds:.1f} s"
        )
        if result.rejects:
            with rejects.open("w", encoding="utf-8", newline="") as out:
                out.writelines(reject_file(file, result.rejects))
            self.stdout.write(f"The bad rows, their lines and reasons are in {rejects}; mend and import that file.")


def import_file(path: Path, file: CsvFile, mapping: Mapping) -> ImportResult:
    """Import the rows of ``file`` with a progress bar."""
    return import_rows(tqdm(file.rows, desc=path.name, unit=" rows", leave=False), mapping)


def mapping_for(file: CsvFile, path: Path | None, columns: list[str], constants: list[str]) -> Mapping:
    """The mapping that was given, or the built-in one that fits. Raises BadInput, naming the columns there are."""
    given = path is not None or columns or constants
    mapping = read_mapping(path, columns, constants) if given else recognised(file.columns)
    if mapping is None:
        raise BadInput(
            "These columns are not known. Say what they mean in a JSON file (--mapping FILE.json) or by --column. "
            f"The columns are: {', '.join(file.columns)}."
        )
    require_columns(file, mapping.columns)
    return mapping
