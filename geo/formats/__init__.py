"""Readers of geodata files, one module a format: bytes on disk in, features in EPSG:4326 out."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext
from pyproj import CRS

from geo.errors import UnreadableFile
from geo.formats import geojson, geopackage, shapefile
from geo.formats.base import Feature, FeatureFile, require_columns

__all__ = ["Feature", "FeatureFile", "open_features", "require_columns"]

READERS: dict[str, Callable[..., FeatureFile]] = {
    suffix: module.read for module in (geojson, shapefile, geopackage) for suffix in module.SUFFIXES
}


def open_features(path: str | Path, crs: CRS | None = None, layer: str | None = None) -> FeatureFile:
    """Open a file by its suffix. `crs` overrides the reference system that the file names.

    Raises UnreadableFile, SeveralLayers among them: then `layer` must name one.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in READERS:
        raise UnreadableFile(
            gettext('Files ending in "%(suffix)s" are not read; convert it to one of: %(known)s.')
            % {"suffix": suffix, "known": ", ".join(sorted(READERS))}
        )
    if layer is None:
        return READERS[suffix](path, crs)
    if suffix not in geopackage.SUFFIXES:
        raise UnreadableFile(gettext("Only a GeoPackage has layers to choose from."))
    return geopackage.read(path, crs, layer)
