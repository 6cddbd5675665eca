"""Zones come in from a file, as one thing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pyproj import CRS

from geo.errors import GeoError, SeveralLayers
from geo.formats import Feature, FeatureFile, open_features, require_columns
from geo.models import Area
from layers.actions.publish_zone import freeze
from layers.announce import announce
from layers.errors import BadImport, ChooseLayer
from layers.imports.features import zone_of
from layers.imports.plan import ImportPlan, shown
from layers.imports.rejects import without_rejects
from layers.imports.report import Refused, ZoneImportReport
from layers.models import Zone, ZoneImport
from people import audit
from people.access import Verb, require
from people.models import User

Progress = Callable[[FeatureFile], Iterable[Feature]]


def _plain(file: FeatureFile) -> Iterable[Feature]:
    return file.features


def import_zones(
    actor: User | None,
    path: Path,
    plan: ImportPlan,
    *,
    crs: CRS | None = None,
    layer: str | None = None,
    preview: bool = False,
    progress: Progress = _plain,
    request: HttpRequest | None = None,
) -> ZoneImportReport:
    """Import the file in one transaction and say what happened; a feature that is there already is left alone.

    A feature that cannot be used is refused by number, name and reason while the others are stored. With ``preview``
    nothing is stored. ``actor`` is None for whoever runs the command on the server itself. Raises Denied; BadImport
    when the file or the plan as a whole cannot be used, ChooseLayer when a layer must be named: nothing is stored.
    """
    if actor is not None:
        require(actor, Verb.ZONE_PUBLISH if plan.publish else Verb.ZONE_DRAW)
    plan.check()
    report = ZoneImportReport()
    try:
        file = open_features(path, crs, layer)
        plan = plan.for_columns(file.columns)
        require_columns(file, plan.named_columns())
        report.columns = list(file.columns)
        with transaction.atomic():
            _store(_new_zones(progress(file), plan, report), plan, actor, report)
            report.outside = _count_outside(report.zone_ids)
            if preview:
                transaction.set_rollback(True)
            else:
                _finish(plan, actor, report, request)
    except SeveralLayers as error:
        raise ChooseLayer(error.message, layers=error.layers) from error
    except GeoError as error:
        raise BadImport(error.message) from error
    if preview:
        report.zone_ids = []
    return report


def _finish(plan: ImportPlan, actor: User | None, report: ZoneImportReport, request: HttpRequest | None) -> None:
    batch = None
    if report.zone_ids:
        batch = ZoneImport.objects.create(
            file_name=(plan.file_name or plan.dataset)[:300],
            dataset=plan.dataset[:200],
            report=report.lines()[:200],
            created_by=actor,
        )
        Zone.objects.filter(pk__in=report.zone_ids).update(imported=batch)
        report.import_id = batch.pk
    detail = {"dataset": plan.dataset[:200], "read": report.read, "created": report.created}
    detail |= {"published": report.published, "refused": len(report.refused)}
    audit.record(actor, "zone.imported", batch, detail, request)


def _new_zones(features: Iterable[Feature], plan: ImportPlan, report: ZoneImportReport) -> list[tuple[Feature, Zone]]:
    known = set(Zone.objects.filter(source_key__startswith=plan.key_prefix).values_list("source_key", flat=True))
    zones: dict[str, tuple[Feature, Zone]] = {}
    for read in features:
        feature = replace(read, properties=without_rejects(read.properties))
        report.read += 1
        if not plan.wants(feature.properties):
            report.left_out += 1
            continue
        try:
            zone = zone_of(feature, plan, report)
        except (GeoError, RecursionError) as error:
            reason = error.message if isinstance(error, GeoError) else _("The feature is nested too deeply.")
            report.refused.append(Refused(feature.number, _label(feature, plan), reason, feature))
            continue
        if zone.source_key in known:
            report.unchanged += 1
        elif zone.source_key in zones:
            report.doubled += 1
        else:
            zones[str(zone.source_key)] = (feature, zone)
    return list(zones.values())


def _label(feature: Feature, plan: ImportPlan) -> str:
    try:
        return shown(plan.name_of(feature.properties, feature.number))[:160]
    except GeoError:
        return ""


def _store(zones: list[tuple[Feature, Zone]], plan: ImportPlan, actor: User | None, report: ZoneImportReport) -> None:
    kinds: Counter[str] = Counter()
    levels: Counter[int | None] = Counter()
    for feature, zone in zones:
        zone.created_by = zone.updated_by = actor
        try:
            with transaction.atomic():
                zone.save(force_insert=True)
        except (DatabaseError, ValueError) as error:
            reason = _("The database refuses it: %(why)s") % {"why": str(error).splitlines()[0][:200]}
            report.refused.append(Refused(feature.number, zone.name, reason, feature))
            continue
        report.created += 1
        report.zone_ids.append(zone.pk)
        kinds[zone.kind] += 1
        levels[zone.level] += 1
        if plan.publish:
            freeze(zone, actor, plan.source[:300])
            announce(zone, renewed=True)
            report.published += 1
    report.kinds, report.levels = dict(kinds), dict(levels)


def _count_outside(zone_ids: list[int]) -> int:
    """How many of the zones touch no known area; 0 where no areas are known. Uses the areas' spatial index."""
    if not zone_ids or not Area.objects.exists():
        return 0
    touched = Area.objects.filter(geometry__intersects=OuterRef("geometry"))
    return Zone.objects.filter(pk__in=zone_ids).filter(~Exists(touched)).count()
