"""ESRI Shapefile: the .shp with its .shx and .dbf beside it, .prj for the reference system, .cpg for the encoding."""

from pathlib import Path

from django.utils.translation import gettext
from pyproj import CRS

from geo.errors import UnreadableFile
from geo.formats.base import FeatureFile, local_file
from geo.formats.gdal import read_layer
from geo.formats.wkt import check_definition

SUFFIXES = (".shp",)


def read(path: str | Path, crs: CRS | None = None) -> FeatureFile:
    """Open the shapefile. `crs` overrides its .prj. Raises UnreadableFile, also when a companion file is missing."""
    file = local_file(path)
    for companion in (".shx", ".dbf"):
        if not any(file.with_suffix(suffix).is_file() for suffix in (companion, companion.upper())):
            raise UnreadableFile(
                gettext("A shapefile is several files; %(name)s is missing beside %(file)s.")
                % {"name": file.with_suffix(companion).name, "file": file.name}
            )
    for prj in (file.with_suffix(".prj"), file.with_suffix(".PRJ")):
        if prj.is_file():
            check_definition(prj.read_text(encoding="utf-8", errors="replace")[:100_000], prj.name)
    return read_layer(file, "ESRI Shapefile", None, crs)
