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
from kit.errors import BadInput
from layers.drafts import checked_attributes
from layers.imports.plan import ImportPlan, UnusableFeature, fitting
from layers.imports.report import Mended, ZoneImportReport
from layers.models import Purpose, Zone
from layers.outlines import stored

CIRCLE_CORNERS = 64
MOST_CIRCLES = 200


def zone_of(feature: Feature, plan: ImportPlan, report: ZoneImportReport) -> Zone:
    """The zone, unsaved, with its source key. Repairs, circles and levels that cannot be read are noted in the report.

    Raises GeoError (UnusableFeature among them) with the reason in words.
    """
    properties = feature.properties
    name = fitting(plan.name_of(properties, feature.number), 160)
    if feature.geometry is None:
        raise UnusableFeature(feature.problem)
    purpose, kind = plan.kind_of(properties)
    level = plan.level_of(properties) if purpose == Purpose.HAZARD else None
    valid_from, valid_to = plan.period_of(properties)
    try:
        attributes = checked_attributes(plan.attributes_of(properties))
    except BadInput as error:
        raise UnusableFeature(str(error)) from error
    shape = _areal(feature.geometry, plan, report)
    outline, repair = repair_area(shape)
    if repair.was_needed:
        report.mended.append(Mended(feature.number, name, repair))
    if level is None and (text := plan.level_text(properties)):
        report.unread_levels[text[:40]] = report.unread_levels.get(text[:40], 0) + 1
    return Zone(
        purpose=purpose,
        kind=kind,
        level=level,
        name=name,
        name_en=plan.text_of(properties, plan.name_en_field, longest=160),
        description=plan.text_of(properties, plan.description_field, longest=4000),
        valid_from=valid_from,
        valid_to=valid_to,
        source=plan.text_of(properties, plan.source_field, longest=300, default=plan.source),
        licence=plan.text_of(properties, plan.licence_field, longest=160, default=plan.licence),
        attributes=attributes,
        geometry=stored(outline),
        area_m2=repair.area_after_m2,
        source_key=source_key(feature, plan),
    )


def source_key(feature: Feature, plan: ImportPlan) -> str:
    """The same for the same feature of the same dataset, whatever its place in the file."""
    wkb = shapely.to_wkb(feature.geometry, byte_order=1) if feature.geometry is not None else b""
    properties = json.dumps(dict(feature.properties), sort_keys=True, default=str).encode()
    return f"{plan.key_prefix}{hashlib.sha256(properties + wkb).hexdigest()[:40]}"


def _areal(shape: BaseGeometry, plan: ImportPlan, report: ZoneImportReport) -> BaseGeometry:
    if shape.geom_type not in {"Point", "MultiPoint"}:
        return shape
    if plan.buffer_m is None:
        raise UnusableFeature(_("This is a point, and a zone needs an area: give a radius in metres around points."))
    points = shapely.get_coordinates(shape)
    if len(points) > MOST_CIRCLES:
        raise UnusableFeature(
            _("One feature has %(count)d points; at most %(limit)d become circles. Split it.")
            % {"count": len(points), "limit": MOST_CIRCLES}
        )
    report.buffered += 1
    circles = [circle(float(lon), float(lat), plan.buffer_m, CIRCLE_CORNERS) for lon, lat in points]
    return shapely.union_all(circles) if len(circles) > 1 else MultiPolygon(circles)
