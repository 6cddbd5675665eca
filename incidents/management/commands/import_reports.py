"""`manage.py import_reports FILE [--mapping FILE.json] [--rejects FILE]`"""

import argparse
import csv
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from incidents.intake.csv_import import ImportResult, Reject, import_rows
from incidents.intake.mapping import Mapping, read_mapping, recognised
from kit.errors import AppError


class Command(BaseCommand):
    help = "Import a CSV list of complaints; known rows are left alone, bad ones go to a file of their own."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--mapping", type=Path, help="JSON file that names the columns (LA 311 lists need none)")
        parser.add_argument(
            "--rejects", type=Path, help="where bad rows go (default: FILE's name + .rejects.csv, here)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        rejects: Path = options["rejects"] or Path.cwd() / f"{path.stem}.rejects.csv"
        started = time.monotonic()
        try:
            result = import_file(path, options["mapping"])
        except (OSError, UnicodeDecodeError, csv.Error, AppError) as error:
            raise CommandError(f"{path}: {error}") from error
        self.stdout.write(
            f"{result.added} reports added, {result.known} known already, {len(result.rejects)} bad rows, "
            f"{result.categories} new categories, {time.monotonic() - started:.1f} s"
        )
        if result.rejects:
            write_rejects(rejects, result.rejects)
            self.stdout.write(f"The bad rows and their reasons are in {rejects}")


def import_file(path: Path, mapping_path: Path | None = None) -> ImportResult:
    """Import ``path`` with a progress bar. Raises CommandError when its columns are not understood."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        total = sum(1 for _ in lines) - 1
        lines.seek(0)
        rows = csv.DictReader(lines)
        mapping = _mapping(mapping_path, list(rows.fieldnames or []))
        return import_rows(tqdm(rows, total=total, desc=path.name, unit=" rows", leave=False), mapping)


def write_rejects(path: Path, rejects: list[Reject]) -> None:
    """The bad rows as they came, with their line and the reason in front."""
    with path.open("w", encoding="utf-8", newline="") as out:
        columns = [name for name in rejects[0].row if name is not None]
        writer = csv.DictWriter(out, ["line", "reason", *columns], extrasaction="ignore")
        writer.writeheader()
        for reject in rejects:
            writer.writerow({"line": reject.number, "reason": reject.reason, **reject.row})


def _mapping(path: Path | None, header: list[str]) -> Mapping:
    mapping = read_mapping(path) if path else recognised(header)
    if mapping is None:
        raise CommandError("These columns are not known. Say what they mean in a JSON file: --mapping FILE.json")
    if missing := mapping.columns - set(header):
        raise CommandError(f"The file has no column {', '.join(sorted(missing))}.")
    return mapping
