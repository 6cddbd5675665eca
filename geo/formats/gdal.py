"""What Shapefile and GeoPackage share: reading a local file's only layer through GDAL, one driver allowed at a time."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.contrib.gis.gdal import DataSource, GDALException
from django.contrib.gis.gdal.feature import Feature as GdalFeature
from django.contrib.gis.gdal.field import OFTDateTime
from django.contrib.gis.gdal.layer import Layer
from django.utils.translation import gettext
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoError, SeveralLayers, UnreadableFile
from geo.formats.base import Feature, FeatureFile, check_count, feature
from geo.projection import WGS84, parse_crs
from geo.untrusted_geometry import read_wkb

_NOT_DATA = {"layer_styles"}
_NO_GEOMETRY = 100
_MOMENT = re.compile(r"(\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d(?:\.\d{1,6})?)\d*([+-]\d\d(?::?\d\d)?)?", re.ASCII)


def read_layer(file: Path, driver: str, layer: str | None, crs: CRS | None, encoding: str = "utf-8") -> FeatureFile:
    """Open one layer. Raises UnreadableFile when GDAL cannot, or finds another format than the named driver's."""
    try:
        source = DataSource(str(file), encoding=encoding)
    except GDALException as error:
        raise UnreadableFile(gettext("The file cannot be read as %(format)s.") % {"format": driver}) from error
    if str(source.driver) != driver:
        raise UnreadableFile(
            gettext("The file is %(found)s, not %(format)s.") % {"found": str(source.driver), "format": driver}
        )
    chosen = _layer(source, layer)
    features = _features(source, chosen, crs or _layer_crs(chosen))
    return FeatureFile(file, driver, check_count(len(chosen)), features, tuple(chosen.fields))


def _layer(source: DataSource, name: str | None) -> Layer:
    layers = [source[index] for index in range(len(source))]
    # QGIS stores its styles as a table of the file; tables without geometry hold no features for a map.
    layers = [layer for layer in layers if layer.name not in _NOT_DATA and layer.geom_type.num != _NO_GEOMETRY]
    names = [layer.name for layer in layers]
    if not names:
        raise UnreadableFile(gettext("The file has no layer."))
    if name is None and len(names) > 1:
        raise SeveralLayers(
            gettext("The file has several layers (%(names)s); say which.") % {"names": ", ".join(names)}, names
        )
    if name is not None and name not in names:
        raise UnreadableFile(
            gettext('There is no layer "%(name)s"; the file has: %(names)s.')
            % {"name": name, "names": ", ".join(names)}
        )
    return layers[names.index(name) if name is not None else 0]


def _layer_crs(layer: Layer) -> CRS:
    """The layer's own system; without one, degrees are assumed and the range check tells when they are not."""
    system = layer.srs
    return parse_crs(system.wkt) if system is not None else WGS84


def _features(source: DataSource, layer: Layer, crs: CRS) -> Iterator[Feature]:
    """`source` is held because its layers die with it."""
    for number, item in enumerate(layer, start=1):
        try:
            properties = {name: _value(item, name) for name in layer.fields}
            geometry = _geometry(item)
        except (GDALException, GeoError, ValueError, UnicodeDecodeError) as error:
            yield Feature(number, {}, None, gettext("The feature cannot be read: %(why)s") % {"why": str(error)[:200]})
            continue
        yield feature(number, properties, geometry, crs)
    del source


def _geometry(item: GdalFeature) -> BaseGeometry | None:
    try:
        shape = item.geom
    except GDALException:
        return None  # GDAL's way of saying that the feature has no geometry
    # GEOS knows no arcs: circular strings and curved polygons become lines of short pieces.
    straight = shape.get_linear_geometry() if shape.has_curve else shape
    return read_wkb(bytes(straight.wkb))


def _value(item: GdalFeature, name: str) -> object:
    """The field's value; a date and time with the offset that the file states, which Django's reader leaves out."""
    field = item[name]
    if not isinstance(field, OFTDateTime):
        return field.value
    if not field.is_set or not (text := field.as_string()):
        return None
    match = _MOMENT.fullmatch(text)
    if match is None:
        return text
    return datetime.fromisoformat("{}-{}-{}T{}:{}:{}{}".format(*match.group(1, 2, 3, 4, 5, 6), _offset(match[7])))


def _offset(text: str | None) -> str:
    if not text:
        return ""
    digits = text[1:].replace(":", "").ljust(4, "0")
    return f"{text[0]}{digits[:2]}:{digits[2:4]}"
