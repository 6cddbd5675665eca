"""Import of the plain ground: roads, water and peaks, from features with the properties code, kind, name, class."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from geo.database import to_geos
from geo.errors import GeoError
from geo.formats import Feature
from geo.imports.texts import LONGEST_NAME, check_text
from geo.models import GroundFeature, GroundKind
from geo.names import fold

_SHAPES = {
    GroundKind.ROAD: {"LineString", "MultiLineString"},
    GroundKind.WATER: {"LineString", "MultiLineString", "Polygon", "MultiPolygon"},
    GroundKind.PEAK: {"Point"},
}


@dataclass(slots=True)
class GroundImportReport:
    """How many features were stored, and the refused ones in words."""

    stored: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def import_ground(features: Iterable[Feature], source: str) -> GroundImportReport:
    """Upsert by code. A feature that cannot be used is refused by number and reason; the rest is stored."""
    report = GroundImportReport()
    rows: dict[str, GroundFeature] = {}
    for feature in features:
        try:
            row = _row(feature, source)
            if row.code in rows:
                raise GeoError(
                    gettext("The code %(code)s stands earlier in the file; the first entry was taken.")
                    % {"code": row.code}
                )
            rows[row.code] = row
        except GeoError as error:
            report.refused.append(f"{feature.number}: {error.message}")
    written = ("kind", "name", "classification", "geometry", "search_name", "source", "imported_at")
    GroundFeature.objects.bulk_create(
        rows.values(), batch_size=500, update_conflicts=True, unique_fields=["code"], update_fields=written
    )
    report.stored = len(rows)
    return report


def _row(feature: Feature, source: str) -> GroundFeature:
    properties = feature.properties
    code, kind = check_text(str(properties.get("code") or ""), 80), str(properties.get("kind") or "")
    if not code:
        raise GeoError(gettext("The feature has no code."))
    if kind not in GroundKind.values:
        raise GeoError(gettext('"%(kind)s" is no kind of ground; expected road, water or peak.') % {"kind": kind[:40]})
    if feature.geometry is None:
        raise GeoError(feature.problem)
    if feature.geometry.geom_type not in _SHAPES[GroundKind(kind)] or not feature.geometry.is_valid:
        raise GeoError(
            gettext("A %(kind)s cannot have this shape (%(shape)s).")
            % {"kind": kind, "shape": feature.geometry.geom_type}
        )
    name = check_text(str(properties.get("name") or ""), LONGEST_NAME)
    return GroundFeature(
        code=code,
        kind=kind,
        name=name,
        classification=check_text(str(properties.get("class") or ""), 20),
        geometry=to_geos(feature.geometry),
        search_name=fold(name),
        source=source[:200],
        imported_at=timezone.now(),
    )
