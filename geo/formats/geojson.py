"""GeoJSON (RFC 7946), and the older form with a `crs` member (2008), which files of other programs still carry."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import UnreadableFile
from geo.formats.base import Feature, FeatureFile, check_count, feature, local_file
from geo.projection import WGS84, parse_crs

SUFFIXES = (".geojson", ".json")


def read(path: str | Path, crs: CRS | None = None) -> FeatureFile:
    """Open a FeatureCollection, a single Feature or a bare geometry. `crs` overrides what the file says. Raises
    UnreadableFile.
    """
    file = local_file(path)
    document = _parse(file)
    items = _items(document)
    system = crs or _declared_crs(document)
    return FeatureFile(file, "GeoJSON", check_count(len(items)), _features(items, system))


def _parse(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(gettext("The file is not valid JSON: %(why)s") % {"why": str(error)[:200]}) from error
    if not isinstance(document, dict) or "type" not in document:
        raise UnreadableFile(gettext("The file is JSON, but not GeoJSON."))
    return document


def _items(document: dict[str, Any]) -> list[Any]:
    if document["type"] == "FeatureCollection":
        items = document.get("features")
        if not isinstance(items, list):
            raise UnreadableFile(gettext("The GeoJSON collection has no list of features."))
        return items
    if document["type"] == "Feature":
        return [document]
    return [{"type": "Feature", "properties": {}, "geometry": document}]


def _declared_crs(document: dict[str, Any]) -> CRS:
    member = document.get("crs")
    if member is None:
        return WGS84
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        raise UnreadableFile(
            gettext("The file names its reference system in a way that is not understood; give it by number.")
        )
    return parse_crs(name)


def _features(items: list[Any], crs: CRS) -> Iterator[Feature]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield Feature(number, {}, None, gettext("This entry is not a feature."))
            continue
        properties = item.get("properties")
        known = properties if isinstance(properties, dict) else {}
        try:
            geometry = _geometry(item.get("geometry"))
        except (shapely.errors.GEOSException, ValueError, TypeError) as error:
            problem = gettext("The geometry cannot be read: %(why)s") % {"why": str(error)[:200]}
            yield Feature(number, known, None, problem)
            continue
        yield feature(number, known, geometry, crs)


def _geometry(member: object) -> BaseGeometry | None:
    if member is None:
        return None
    read: BaseGeometry | None = shapely.from_geojson(json.dumps(member))
    return read
