"""OGC GeoPackage."""

from pathlib import Path

from pyproj import CRS

from geo.formats.base import FeatureFile, local_file
from geo.formats.gdal import read_layer

SUFFIXES = (".gpkg",)


def read(path: str | Path, crs: CRS | None = None, layer: str | None = None) -> FeatureFile:
    """Open a layer; its name may be left out when the file has only one. Raises UnreadableFile."""
    return read_layer(local_file(path), "GPKG", layer, crs)
