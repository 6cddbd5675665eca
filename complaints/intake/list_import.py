"""Bringing in a foreign list of complaints, once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from complaints.intake.foreign_categories import require_known_codes
from complaints.intake.foreign_complaints import store
from complaints.intake.mapping import Mapping
from complaints.intake.rows import ForeignComplaint, read_row
from complaints.models import Complaint
from kit.csv_reader import CsvRow, Rejected
from kit.errors import BadInput
from people import audit
from people.models import User

_BATCH: Final = 1000


@dataclass
class ImportResult:
    """What an import did. ``known`` rows were stored by an earlier import, or stand twice in the file word for word."""

    added: int = 0
    known: int = 0
    categories: int = 0
    rejects: list[Rejected] = field(default_factory=list)


@dataclass
class _Reading:
    """The rows read so far: what each number stood for, and in which line."""

    mapping: Mapping
    result: ImportResult
    lines: dict[str, tuple[int, ForeignComplaint]] = field(default_factory=dict)

    def read(self, row: CsvRow) -> ForeignComplaint | None:
        """The complaint of ``row``; None for one that is rejected or already there."""
        try:
            if row.problem:
                raise BadInput(row.problem)
            foreign = read_row(dict(row.values), self.mapping)
            line, earlier = self.lines.setdefault(foreign.external_id, (row.line, foreign))
            if line == row.line:
                return foreign
            if earlier == foreign:
                self.result.known += 1
                return None
            text = _("The number “%(id)s” stands in line %(line)d already, with other content.")
            raise BadInput(text % {"id": foreign.external_id, "line": line})
        except BadInput as error:
            self.result.rejects.append(Rejected(row, str(error)))
            return None


def import_rows(rows: Iterable[CsvRow], mapping: Mapping, actor: User | None = None) -> ImportResult:
    """Store every readable row that is not there yet, a thousand a transaction; a second run adds nothing.

    A row that cannot be stored is rejected with its reason, and the others are stored. Ended complaints come as they
    ended and never touch the wall; open ones appear on it, with the deadline of their state. Raises BadInput for a
    mapping that names categories that do not exist.
    """
    require_known_codes(mapping)
    result = ImportResult()
    reading = _Reading(mapping, result)
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        read = [(row, foreign) for row in batch if (foreign := reading.read(row)) is not None]
        _store_new(read, mapping, result)
    result.rejects.sort(key=lambda rejected: rejected.row.line)
    detail = {"source": mapping.source, "added": result.added, "rejected": len(result.rejects)}
    audit.record(actor, "complaint.import", None, detail)
    return result


def _store_new(read: list[tuple[CsvRow, ForeignComplaint]], mapping: Mapping, result: ImportResult) -> None:
    ids = [foreign.external_id for _row, foreign in read]
    stored = Complaint.objects.filter(external_source=mapping.source, external_id__in=ids)
    known = set(stored.values_list("external_id", flat=True))
    result.known += len(known)
    new = [(row, foreign) for row, foreign in read if foreign.external_id not in known]
    _store_or_reject(new, mapping, result)


def _store_or_reject(new: list[tuple[CsvRow, ForeignComplaint]], mapping: Mapping, result: ImportResult) -> None:
    """Store the rows; what the database alone refuses is found by halves, in few transactions."""
    try:
        _store(new, mapping, result)
    except DatabaseError as error:
        if len(new) > 1:
            middle = len(new) // 2
            _store_or_reject(new[:middle], mapping, result)
            _store_or_reject(new[middle:], mapping, result)
            return
        reason = _("The database refuses the row: %(reason)s") % {"reason": str(error).splitlines()[0]}
        result.rejects.append(Rejected(new[0][0], reason))


def _store(new: list[tuple[CsvRow, ForeignComplaint]], mapping: Mapping, result: ImportResult) -> None:
    with transaction.atomic():
        outcome = store([foreign for _row, foreign in new], mapping)
    result.added += outcome.added
    result.categories += outcome.categories
    rows = {foreign.external_id: row for row, foreign in new}
    result.rejects += [Rejected(rows[external_id], reason) for external_id, reason in outcome.refused.items()]
