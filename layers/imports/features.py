"""From one feature of a file to one unsaved zone."""

import hashlib
import json

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo.formats import Feature
from geo.measure import circle
from geo.repair import repair_area
from layers.imports.plan import ImportPlan, UnusableFeature
from layers.imports.report import Mended, ZoneImportReport
from layers.models import Zone
from layers.outlines import stored

CIRCLE_CORNERS = 64


def zone_of(feature: Feature, plan: ImportPlan, report: ZoneImportReport) -> Zone:
    """The zone, unsaved, with its source key. Repairs and circles are noted in the report.

    Raises GeoError (UnusableFeature among them) with the reason in words.
    """
    name = plan.name_of(feature.properties, feature.number)
    if feature.geometry is None:
        raise UnusableFeature(feature.problem)
    shape = _areal(feature.geometry, plan, report)
    outline, repair = repair_area(shape)
    if repair.was_needed:
        report.mended.append(Mended(feature.number, name, repair))
    valid_from, valid_to = plan.period_of(feature.properties)
    return Zone(
        purpose=plan.purpose,
        kind=plan.kind,
        level=plan.level_of(feature.properties),
        name=name,
        description=plan.description_of(feature.properties),
        valid_from=valid_from,
        valid_to=valid_to,
        source=plan.source[:300],
        licence=plan.licence[:160],
        geometry=stored(outline),
        area_m2=repair.area_after_m2,
        source_key=source_key(feature, plan),
    )


def source_key(feature: Feature, plan: ImportPlan) -> str:
    """The same for the same feature of the same dataset, whatever its place in the file."""
    wkb = shapely.to_wkb(feature.geometry, byte_order=1) if feature.geometry is not None else b""
    properties = json.dumps(dict(feature.properties), sort_keys=True, default=str).encode()
    return f"{plan.dataset[:60]}:{hashlib.sha256(properties + wkb).hexdigest()[:40]}"


def _areal(shape: BaseGeometry, plan: ImportPlan, report: ZoneImportReport) -> BaseGeometry:
    if shape.geom_type not in {"Point", "MultiPoint"}:
        return shape
    if plan.buffer_m is None:
        raise UnusableFeature(_("This is a point, and a zone needs an area: give a radius in metres around points."))
    report.buffered += 1
    points = shapely.get_coordinates(shape)
    circles = [circle(float(lon), float(lat), plan.buffer_m, CIRCLE_CORNERS) for lon, lat in points]
    return shapely.union_all(circles) if len(circles) > 1 else MultiPolygon(circles)
