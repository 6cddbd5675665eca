"""GeoJSON (RFC 7946), and the older form with a `crs` member (2008), which files of other programs still carry."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoError, UnreadableFile
from geo.formats.base import Feature, FeatureFile, check_count, feature, local_file
from geo.formats.wkt import check_reference
from geo.projection import WGS84, parse_crs
from geo.untrusted_geometry import read_geojson

SUFFIXES = (".geojson", ".json")


def read(path: str | Path, crs: CRS | None = None) -> FeatureFile:
    """Open a FeatureCollection, a single Feature or a bare geometry. `crs` overrides what the file says. Raises
    UnreadableFile.
    """
    file = local_file(path)
    document = _parse(file)
    items = _items(document)
    system = crs or _declared_crs(document)
    return FeatureFile(file, "GeoJSON", check_count(len(items)), _features(items, system), _columns(items))


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


def _columns(items: list[Any]) -> tuple[str, ...]:
    """The names of all properties, in the order in which they first come."""
    names: dict[str, None] = {}
    for item in items:
        properties = item.get("properties") if isinstance(item, dict) else None
        if isinstance(properties, dict):
            names.update(dict.fromkeys(properties))
    return tuple(names)


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
    check_reference(name, gettext("the file"))
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
        except GeoError as error:
            yield Feature(number, known, None, error.message, item)
            continue
        yield replace(feature(number, known, geometry, crs), raw=item)


def _geometry(member: object) -> BaseGeometry | None:
    return None if member is None else read_geojson(member)
