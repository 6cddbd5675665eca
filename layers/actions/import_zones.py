"""Zones come in from a file."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction
from django.http import HttpRequest
from pyproj import CRS

from geo.errors import GeoError
from geo.formats import Feature, FeatureFile, open_features
from layers.actions.publish_zone import freeze
from layers.announce import announce
from layers.errors import BadImport
from layers.imports.features import zone_of
from layers.imports.plan import ImportPlan
from layers.imports.report import Refused, ZoneImportReport
from layers.models import Zone
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
    progress: Progress = _plain,
    request: HttpRequest | None = None,
) -> ZoneImportReport:
    """Import the file in one transaction and say what happened; a feature that is there already is left alone.

    ``actor`` is None for whoever runs the command on the server itself. Raises Denied; BadImport when the file or the
    plan as a whole cannot be used, nothing is stored then.
    """
    if actor is not None:
        require(actor, Verb.ZONE_PUBLISH if plan.publish else Verb.ZONE_DRAW)
    plan.check()
    report = ZoneImportReport()
    try:
        file = open_features(path, crs)
        with transaction.atomic():
            zones = _new_zones(progress(file), plan, report)
            _store(zones, plan, actor, report)
            detail = {
                "dataset": plan.dataset,
                "read": report.read,
                "created": report.created,
                "published": report.published,
            }
            audit.record(actor, "zone.imported", None, detail, request)
    except GeoError as error:
        raise BadImport(error.message) from error
    return report


def _new_zones(features: Iterable[Feature], plan: ImportPlan, report: ZoneImportReport) -> list[Zone]:
    known = set(
        Zone.objects.filter(source_key__startswith=f"{plan.dataset[:60]}:").values_list("source_key", flat=True)
    )
    zones: dict[str, Zone] = {}
    for feature in features:
        report.read += 1
        if not plan.wants(feature.properties):
            report.left_out += 1
            continue
        try:
            zone = zone_of(feature, plan, report)
        except GeoError as error:
            name = plan.name_of(feature.properties, feature.number)
            report.refused.append(Refused(feature.number, name, error.message))
            continue
        if zone.source_key in known:
            report.unchanged += 1
        elif zone.source_key in zones:
            report.doubled += 1
        else:
            zones[str(zone.source_key)] = zone
    return list(zones.values())


def _store(zones: list[Zone], plan: ImportPlan, actor: User | None, report: ZoneImportReport) -> None:
    for zone in zones:
        zone.created_by = zone.updated_by = actor
        zone.save(force_insert=True)
        report.created += 1
        report.zone_ids.append(zone.pk)
        if plan.publish:
            freeze(zone, actor, plan.source[:300])
            announce(zone, renewed=True)
            report.published += 1
