"""GeoPackages written by hand, as other programs leave them."""

import ctypes
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from django.contrib.gis.gdal.libgdal import lgdal
from pyproj import CRS


def write_geopackage(
    path: Path,
    layers: Mapping[str, Sequence[tuple[bytes, str, str | None]]],
    *,
    kind: str = "GEOMETRY",
    styles: bool = False,
) -> Path:
    """Layers in EPSG:4326 of features (well-known binary, name, valid_from as ISO text).

    ``styles`` adds QGIS's table.
    """
    wkt = CRS.from_epsg(4326).to_wkt("WKT1_GDAL").replace("'", "''")
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(
            f"""
            PRAGMA application_id = 1196444487;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
                organization_coordsys_id INTEGER, definition TEXT, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT,
                last_change DATETIME, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
                srs_id INTEGER, z TINYINT, m TINYINT);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 4326, 'EPSG', 4326, '{wkt}', '');
            """
        )
        for layer, features in layers.items():
            database.execute(
                f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY, geom {kind}, name TEXT, valid_from DATETIME)"
            )
            database.execute(
                "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', '2026-01-01T00:00:00Z', 0, 0, 0, 0, 4326)",
                (layer, layer),
            )
            database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)", (layer, kind))
            for wkb, name, moment in features:
                blob = b"GP\0\x01" + struct.pack("<i", 4326) + wkb
                database.execute(f"INSERT INTO {layer} (geom, name, valid_from) VALUES (?, ?, ?)", (blob, name, moment))
        if styles:
            database.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleName TEXT)")
            database.execute(
                "INSERT INTO gpkg_contents VALUES ('layer_styles', 'attributes', 's', '', "
                "'2026-01-01T00:00:00Z', 0, 0, 0, 0, 0)"
            )
    return path


def convert_to_geopackage(source: Path, package: Path) -> None:
    """What ``ogr2ogr -f GPKG package source`` does, by the library that it calls."""
    gdal = ctypes.CDLL(lgdal._name)
    pointer, options = ctypes.c_void_p, (ctypes.c_char_p * 3)(b"-f", b"GPKG", None)
    for function in (gdal.GDALOpenEx, gdal.GDALVectorTranslateOptionsNew, gdal.GDALVectorTranslate):
        function.restype = pointer
    gdal.GDALAllRegister()
    opened = pointer(gdal.GDALOpenEx(str(source).encode(), 4, None, None, None))
    how = pointer(gdal.GDALVectorTranslateOptionsNew(options, None))
    failed = ctypes.c_int(0)
    made = gdal.GDALVectorTranslate(str(package).encode(), None, 1, (pointer * 1)(opened), how, ctypes.byref(failed))
    assert made and not failed.value
    for dataset in (pointer(made), opened):
        gdal.GDALClose(dataset)
