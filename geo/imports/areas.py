"""Import of administrative areas: read, repair, upsert by code, link parents; nothing is lost without a word."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from pyproj import CRS
from shapely.geometry import MultiPolygon

from geo.codes import AreaCode, parse_code
from geo.database import to_geos_area
from geo.errors import GeoError
from geo.formats import Feature, FeatureFile, open_features, require_columns
from geo.imports.linking import count_waiting, find_misplaced, link_parents
from geo.imports.report import AreaImportReport, Refused, Repaired
from geo.imports.texts import LONGEST_NAME, check_text
from geo.measure import area_m2
from geo.models import Area
from geo.names import fold
from geo.repair import repair_area

BATCH = 200
_WRITTEN = ("name", "level", "geometry", "point", "area_m2", "search_name", "digest", "source", "imported_at")

Progress = Callable[[FeatureFile], Iterable[Feature]]


@dataclass(frozen=True, slots=True)
class Fields:
    """Which properties of a feature hold the code and the name."""

    code: str = "kode"
    name: str = "nama"


@dataclass(frozen=True, slots=True)
class _Candidate:
    code: AreaCode
    name: str
    shape: MultiPolygon


def _plain(file: FeatureFile) -> Iterable[Feature]:
    return file.features


def import_areas(
    paths: Sequence[str | Path],
    *,
    fields: Fields | None = None,
    crs: CRS | None = None,
    layer: str | None = None,
    source: str = "",
    dry_run: bool = False,
    progress: Progress = _plain,
) -> AreaImportReport:
    """Import the files in one transaction and say what happened.

    A feature that cannot be used is refused by number, name and reason while the others are stored. An area that is
    already there is updated by its code, or left alone when nothing changed. `progress` may wrap the features of each
    opened file, for instance in a progress bar. Raises UnreadableFile or UnknownReferenceSystem when a file as a whole
    cannot be read; nothing is stored then.
    """
    report = AreaImportReport(dry_run=dry_run)
    chosen = fields or Fields()
    with transaction.atomic():
        for path in paths:
            file = open_features(path, crs, layer)
            require_columns(file, (chosen.code, chosen.name))
            candidates = _candidates(progress(file), file.path.name, chosen, report)
            _store(candidates, source or file.path.name, report)
        report.linked = link_parents()
        report.misplaced = find_misplaced()
        report.waiting_for_parent = count_waiting()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _candidates(
    features: Iterable[Feature], file: str, fields: Fields, report: AreaImportReport
) -> dict[str, _Candidate]:
    """The usable areas of a file by code; parts of one area that come as several features are joined."""
    found: dict[str, _Candidate] = {}
    for feature in features:
        report.read += 1
        try:
            candidate = _candidate(feature, file, fields, report)
            earlier = found.get(candidate.code.text)
            found[candidate.code.text] = _joined(earlier, candidate) if earlier else candidate
            report.joined += earlier is not None
        except GeoError as error:
            report.refused.append(Refused(file, feature.number, _label(feature, fields), error.message))
    return found


def _candidate(feature: Feature, file: str, fields: Fields, report: AreaImportReport) -> _Candidate:
    code = parse_code(feature.properties.get(fields.code))
    name = str(feature.properties.get(fields.name) or "").strip()
    if not name:
        raise GeoError(gettext('The property "%(field)s" holds no name.') % {"field": fields.name})
    check_text(name, LONGEST_NAME)
    if feature.geometry is None:
        raise GeoError(feature.problem)
    shape, repair = repair_area(feature.geometry)
    if repair.was_needed:
        report.repaired.append(Repaired(file, code.text, name, repair))
    return _Candidate(code, name, shape)


def _joined(earlier: _Candidate, later: _Candidate) -> _Candidate:
    if fold(earlier.name) != fold(later.name):
        raise GeoError(
            gettext("The code %(code)s is already used by %(name)s in this file.")
            % {"code": later.code.text, "name": earlier.name}
        )
    shape, _ = repair_area(shapely.union_all([earlier.shape, later.shape]))
    return _Candidate(earlier.code, earlier.name, shape)


def _label(feature: Feature, fields: Fields) -> str:
    values = (feature.properties.get(fields.code), feature.properties.get(fields.name))
    return " ".join(str(value)[:80] for value in values if value not in (None, ""))


def _store(candidates: dict[str, _Candidate], source: str, report: AreaImportReport) -> None:
    known = dict(Area.objects.filter(code__in=candidates).values_list("code", "digest"))
    changed: list[Area] = []
    for code, candidate in candidates.items():
        digest = _digest(candidate)
        if known.get(code) == digest:
            report.unchanged += 1
            continue
        changed.append(_row(candidate, digest, source))
        if code in known:
            report.updated += 1
        else:
            report.created += 1
    for batch in _batches(changed):
        Area.objects.bulk_create(batch, update_conflicts=True, unique_fields=["code"], update_fields=_WRITTEN)


def _digest(candidate: _Candidate) -> str:
    return hashlib.sha256(candidate.name.encode() + b"\0" + shapely.to_wkb(candidate.shape, byte_order=1)).hexdigest()


def _row(candidate: _Candidate, digest: str, source: str) -> Area:
    point = candidate.shape.representative_point()
    return Area(
        code=candidate.code.text,
        name=candidate.name,
        level=candidate.code.level,
        geometry=to_geos_area(candidate.shape),
        point=Point(point.x, point.y, srid=4326),
        area_m2=area_m2(candidate.shape),
        search_name=fold(candidate.name),
        digest=digest,
        source=source[:200],
        imported_at=timezone.now(),
    )


def _batches(rows: list[Area]) -> Iterator[list[Area]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
