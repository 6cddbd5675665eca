"""Bringing in a foreign list of complaints, once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from incidents.events import announce
from incidents.intake.mapping import Mapping
from incidents.intake.rows import BadRow, ForeignReport, read_row
from incidents.models import Category, Channel, Report, Reporter, Transition
from incidents.tracking import new_code
from people import audit
from people.models import User

IMPORT_VERB: Final = "import"
_BATCH: Final = 1000

# The finest area that covers each point, by the length of its code; names of the two innermost levels. Uses the spatial
# index of geo_area, once a batch instead of once a row.
_LOCATE = """
UPDATE incidents_report report SET area_id = found.area_id, place = found.place
FROM (
    SELECT DISTINCT ON (r.id) r.id, a.id AS area_id, concat_ws(', ', a.name, parent.name) AS place
    FROM incidents_report r
    JOIN geo_area a ON ST_Covers(a.geometry, r.point)
    LEFT JOIN geo_area parent ON parent.id = a.parent_id
    WHERE r.id = ANY(%s)
    ORDER BY r.id, length(a.code) DESC, a.area_m2, a.code
) found
WHERE report.id = found.id
"""


@dataclass(frozen=True)
class Reject:
    """A row that was left out."""

    number: int
    row: dict[str, str]
    reason: str


@dataclass
class ImportResult:
    """What an import did. ``known`` rows were there already, or twice in the file."""

    added: int = 0
    known: int = 0
    categories: int = 0
    rejects: list[Reject] = field(default_factory=list)


def import_rows(rows: Iterable[dict[str, str]], mapping: Mapping, actor: User | None = None) -> ImportResult:
    """Store every readable row that is not there yet, a thousand a transaction; a second run adds nothing.

    Ended reports come as they ended and never touch the wall; open ones appear on it.
    """
    result = ImportResult()
    numbered = enumerate(rows, start=2)  # line 1 is the header
    while batch := list(islice(numbered, _BATCH)):
        read = _read(batch, mapping, result)
        with transaction.atomic():
            _store(read, mapping, result)
    detail = {"source": mapping.source, "added": result.added, "rejected": len(result.rejects)}
    audit.record(actor, "report.import", None, detail)
    return result


def _read(batch: list[tuple[int, dict[str, str]]], mapping: Mapping, result: ImportResult) -> list[ForeignReport]:
    read: dict[str, ForeignReport] = {}
    for number, row in batch:
        try:
            foreign = read_row(row, mapping)
        except BadRow as error:
            result.rejects.append(Reject(number, row, str(error)))
            continue
        result.known += foreign.external_id in read
        read[foreign.external_id] = foreign
    return list(read.values())


def _store(read: list[ForeignReport], mapping: Mapping, result: ImportResult) -> None:
    known = set(
        Report.objects.filter(
            external_source=mapping.source, external_id__in=[foreign.external_id for foreign in read]
        ).values_list("external_id", flat=True)
    )
    result.known += len(known)
    new = [foreign for foreign in read if foreign.external_id not in known]
    categories = _categories({foreign.category for foreign in new}, mapping, result)
    reports = Report.objects.bulk_create(_report(foreign, categories[foreign.category], mapping) for foreign in new)
    pairs = list(zip(reports, new, strict=True))
    Reporter.objects.bulk_create(Reporter(report=report, anonymous=foreign.anonymous) for report, foreign in pairs)
    Transition.objects.bulk_create(step for report, foreign in pairs for step in _steps(report, foreign, mapping))
    ids = [report.pk for report in reports]
    with connection.cursor() as cursor:
        cursor.execute(_LOCATE, [ids])
    for report in Report.objects.filter(pk__in=ids, on_wall=True).select_related("category", "agency"):
        announce(report)
    result.added += len(reports)


def _categories(names: set[str], mapping: Mapping, result: ImportResult) -> dict[str, Category]:
    """A category for each name; new ones cannot be chosen by citizens until an administrator says so."""
    found: dict[str, Category] = {}
    for name in sorted(names):
        code = f"{mapping.source}-{slugify(name)}"[:60]
        values = {"name": name, "name_en": name, "active": False}
        found[name], created = Category.objects.get_or_create(code=code, defaults=values)
        result.categories += created
    return found


def _report(foreign: ForeignReport, category: Category, mapping: Mapping) -> Report:
    return Report(
        tracking_code=new_code(),
        report_class=category.report_class,
        category=category,
        title=foreign.title,
        description=foreign.description,
        point=foreign.point,
        status=foreign.status,
        channel=Channel.IMPORT,
        external_source=mapping.source,
        external_id=foreign.external_id,
        created_at=foreign.created_at,
        updated_at=foreign.ended_at or foreign.created_at,
        ended_at=foreign.ended_at,
        on_wall=foreign.ended_at is None,
    )


def _steps(report: Report, foreign: ForeignReport, mapping: Mapping) -> list[Transition]:
    """The receipt, and if more happened, one step for all that the other system did."""
    received = Transition(
        report=report, verb="submit", from_status="", to_status="received", at=foreign.created_at, note=mapping.source
    )
    if foreign.status == "received":
        return [received]
    arrived = Transition(
        report=report,
        verb=IMPORT_VERB,
        from_status="received",
        to_status=foreign.status,
        at=foreign.ended_at or timezone.now(),
        note=f"{mapping.source}: {foreign.foreign_status}",
    )
    return [received, arrived]
