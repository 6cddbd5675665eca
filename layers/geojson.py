"""Zones as GeoJSON (RFC 7946)."""

import json
from datetime import datetime
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry

from layers.models import Zone, ZoneFace, ZoneVersion

GEOJSON = "application/geo+json"
COORDINATE_DECIMALS = 6  # 0.1 m


def geometry_json(geometry: GEOSGeometry, decimals: int = COORDINATE_DECIMALS) -> dict[str, Any]:
    """The geometry as a GeoJSON object with rounded coordinates."""
    shape = shapely.transform(shapely.from_wkb(bytes(geometry.wkb)), lambda points: points.round(decimals))
    document: dict[str, Any] = json.loads(shapely.to_geojson(shape))
    return document


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 or None."""
    return moment.isoformat() if moment is not None else None


def face_properties(face: ZoneFace) -> dict[str, Any]:
    """What a zone says of itself, without its outline. The style is the one in force, override or not."""
    style = face.style
    return {
        "purpose": face.purpose,
        "kind": face.kind,
        "level": face.level,
        "name": face.name,
        "name_en": face.name_en,
        "description": face.description,
        "color": style.color,
        "fill_opacity": style.fill_opacity,
        "pattern": style.pattern,
        "valid_from": iso(face.valid_from),
        "valid_to": iso(face.valid_to),
        "source": face.source,
        "licence": face.licence,
        "attributes": face.attributes,
    }


def version_feature(version: ZoneVersion) -> dict[str, Any]:
    """A published version as a GeoJSON Feature with its full outline."""
    return _feature(version.zone_id, version_properties(version), version.geometry)


def version_properties(version: ZoneVersion) -> dict[str, Any]:
    """What a published version says of itself."""
    return face_properties(version) | {
        "version": version.number,
        "published_at": iso(version.published_at),
        "area_m2": round(version.area_m2, 1),
    }


def draft_feature(zone: Zone) -> dict[str, Any]:
    """The working copy as a Feature, with what an editor needs: raw style overrides, revision and status."""
    properties = face_properties(zone) | {
        "override": {"color": zone.color, "fill_opacity": zone.fill_opacity, "pattern": zone.pattern},
        "status": zone.status,
        "pending": zone.pending,
        "revision": zone.revision,
        "published_version": zone.published_version,
        "updated_at": iso(zone.updated_at),
        "updated_by": str(zone.updated_by) if zone.updated_by is not None else None,
        "area_m2": round(zone.area_m2, 1),
    }
    return _feature(zone.pk, properties, zone.geometry)


def collection(features: list[dict[str, Any]], **members: Any) -> dict[str, Any]:
    """A FeatureCollection with foreign members."""
    return {"type": "FeatureCollection", "features": features, **members}


def _feature(identity: int, properties: dict[str, Any], geometry: GEOSGeometry) -> dict[str, Any]:
    return {"type": "Feature", "id": identity, "properties": properties, "geometry": geometry_json(geometry)}
