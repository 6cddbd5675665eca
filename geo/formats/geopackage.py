"""OGC GeoPackage."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext
from pyproj import CRS

from geo.errors import UnreadableFile
from geo.formats.base import FeatureFile, local_file
from geo.formats.gdal import read_layer
from geo.formats.wkt import check_definition

SUFFIXES = (".gpkg",)


def read(path: str | Path, crs: CRS | None = None, layer: str | None = None) -> FeatureFile:
    """Open a layer; its name may be left out when the file has only one. Raises UnreadableFile."""
    file = local_file(path)
    for definition in _definitions(file):
        check_definition(definition, file.name)
    return read_layer(file, "GPKG", layer, crs)


def _definitions(file: Path) -> list[str]:
    """Every description of a reference system in the file, whichever columns hold them."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            cursor = database.execute("SELECT * FROM gpkg_spatial_ref_sys")
            holding = [n for n, column in enumerate(cursor.description) if column[0].lower().startswith("definition")]
            return [str(row[n] or "") for row in cursor for n in holding]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise UnreadableFile(gettext("The file cannot be read as %(format)s.") % {"format": "GeoPackage"}) from error
