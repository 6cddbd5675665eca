"""What Shapefile and GeoPackage share: reading a local file's only layer through GDAL, one driver allowed at a time."""

from collections.abc import Iterator
from pathlib import Path

import shapely
from django.contrib.gis.gdal import DataSource, GDALException
from django.contrib.gis.gdal.feature import Feature as GdalFeature
from django.contrib.gis.gdal.layer import Layer
from django.utils.translation import gettext
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import UnreadableFile
from geo.formats.base import Feature, FeatureFile, check_count, feature
from geo.projection import WGS84, parse_crs


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
    return FeatureFile(file, driver, check_count(len(chosen)), _features(source, chosen, crs or _layer_crs(chosen)))


def _layer(source: DataSource, name: str | None) -> Layer:
    names = [source[index].name for index in range(len(source))]
    if not names:
        raise UnreadableFile(gettext("The file has no layer."))
    if name is None and len(names) > 1:
        raise UnreadableFile(
            gettext("The file has several layers (%(names)s); say which.") % {"names": ", ".join(names)}
        )
    if name is not None and name not in names:
        raise UnreadableFile(
            gettext('There is no layer "%(name)s"; the file has: %(names)s.')
            % {"name": name, "names": ", ".join(names)}
        )
    return source[names.index(name) if name is not None else 0]


def _layer_crs(layer: Layer) -> CRS:
    """The layer's own system; without one, degrees are assumed and the range check tells when they are not."""
    system = layer.srs
    return parse_crs(system.wkt) if system is not None else WGS84


def _features(source: DataSource, layer: Layer, crs: CRS) -> Iterator[Feature]:
    """`source` is held because its layers die with it."""
    for number, item in enumerate(layer, start=1):
        try:
            properties = {name: item.get(name) for name in layer.fields}
            geometry = _geometry(item)
        except (GDALException, shapely.errors.GEOSException, ValueError, UnicodeDecodeError) as error:
            yield Feature(number, {}, None, gettext("The feature cannot be read: %(why)s") % {"why": str(error)[:200]})
            continue
        yield feature(number, properties, geometry, crs)
    del source


def _geometry(item: GdalFeature) -> BaseGeometry | None:
    try:
        shape = item.geom
    except GDALException:
        return None  # GDAL's way of saying that the feature has no geometry
    read: BaseGeometry | None = shapely.from_wkb(bytes(shape.wkb))
    return read
