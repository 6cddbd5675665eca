"""Readers of files: degrees out, whatever went in, and nothing remote."""

import json
import sqlite3
import struct
from pathlib import Path

import pytest
import shapely
from pyproj import CRS
from shapely.geometry import Polygon, box, mapping

from geo.errors import UnknownReferenceSystem, UnreadableFile
from geo.formats import base, open_features
from geo.projection import WGS84, parse_crs, reproject

UTM47N = parse_crs(32647)
IN_DEGREES = box(98.44, 3.12, 98.48, 3.15)
IN_METRES = reproject(IN_DEGREES, WGS84, UTM47N)


def geojson(path: Path, shape: Polygon, **extra: object) -> Path:
    feature = {"type": "Feature", "properties": {"nama": "Lingga"}, "geometry": mapping(shape)}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature], **extra}))
    return path


def shapefile(path: Path, shape: Polygon, name: str, crs: CRS | None) -> Path:
    """A shapefile with one polygon and one field, byte by byte (ESRI white paper of July 1998)."""
    points = shapely.get_coordinates(shape.exterior)[::-1]
    bounds = struct.pack("<4d", *shape.bounds)
    content = struct.pack("<i", 5) + bounds + struct.pack("<iii", 1, len(points), 0)
    content += b"".join(struct.pack("<2d", *point) for point in points)

    def header(size: int) -> bytes:
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack("<ii", 1000, 5) + bounds + bytes(32)

    path.write_bytes(header(108 + len(content)) + struct.pack(">ii", 1, len(content) // 2) + content)
    path.with_suffix(".shx").write_bytes(header(108) + struct.pack(">ii", 50, len(content) // 2))
    field = b"nama".ljust(11, b"\0") + b"C" + bytes(4) + bytes([40, 0]) + bytes(14)
    table = bytes([3, 126, 1, 1]) + struct.pack("<IHH", 1, 65, 41) + bytes(20) + field + b"\r"
    path.with_suffix(".dbf").write_bytes(table + b" " + name.encode().ljust(40) + b"\x1a")
    if crs is not None:
        path.with_suffix(".prj").write_text(crs.to_wkt("WKT1_ESRI"))
    path.with_suffix(".cpg").write_text("UTF-8")
    return path


def geopackage(path: Path, shape: Polygon, srid: int) -> Path:
    """A GeoPackage with one table (OGC 12-128r18, the required tables only)."""
    blob = b"GP\0\1" + struct.pack("<i", srid) + shapely.to_wkb(shape, byte_order=1)
    wkt = parse_crs(srid).to_wkt("WKT1_GDAL")
    with sqlite3.connect(path) as db:
        db.executescript(
            f"""
            PRAGMA application_id = 1196444487;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
                organization_coordsys_id INTEGER, definition TEXT, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT,
                last_change DATETIME, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
                srs_id INTEGER, z TINYINT, m TINYINT);
            CREATE TABLE desa (fid INTEGER PRIMARY KEY, geom BLOB, nama TEXT);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('x', {srid}, 'EPSG', {srid}, '{wkt}', '');
            INSERT INTO gpkg_contents VALUES ('desa', 'features', 'desa', '', '2026-01-01T00:00:00Z',
                0, 0, 0, 0, {srid});
            INSERT INTO gpkg_geometry_columns VALUES ('desa', 'geom', 'POLYGON', {srid}, 0, 0);
            """
        )
        db.execute("INSERT INTO desa (geom, nama) VALUES (?, 'Lingga')", (blob,))
    db.close()
    return path


def the_only(path: Path, crs: CRS | None = None) -> base.Feature:
    file = open_features(path, crs)
    assert file.count == 1
    (feature,) = file.features
    return feature


def same_place(feature: base.Feature) -> bool:
    """Within a centimetre of where it was."""
    assert feature.geometry is not None, feature.problem
    return bool(feature.geometry.hausdorff_distance(IN_DEGREES) < 1e-7)


def test_it_reads_geojson(tmp_path: Path) -> None:
    feature = the_only(geojson(tmp_path / "a.geojson", IN_DEGREES))
    assert same_place(feature)
    assert feature.properties == {"nama": "Lingga"}


def test_it_honours_the_older_crs_member_of_geojson(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32647"}}
    assert same_place(the_only(geojson(tmp_path / "a.geojson", IN_METRES, crs=crs)))


def test_a_reference_system_that_is_given_beats_the_files_own(tmp_path: Path) -> None:
    assert same_place(the_only(geojson(tmp_path / "a.geojson", IN_METRES), UTM47N))


def test_it_reads_a_shapefile_and_reprojects_it(tmp_path: Path) -> None:
    feature = the_only(shapefile(tmp_path / "a.shp", IN_METRES, "Désa Lingga", UTM47N))
    assert same_place(feature)
    assert feature.properties == {"nama": "Désa Lingga"}


def test_a_shapefile_in_metres_without_prj_says_what_to_do(tmp_path: Path) -> None:
    feature = the_only(shapefile(tmp_path / "a.shp", IN_METRES, "Lingga", None))
    assert feature.geometry is None
    assert "32647" in feature.problem


def test_a_shapefile_without_its_companions_is_refused(tmp_path: Path) -> None:
    path = shapefile(tmp_path / "a.shp", IN_DEGREES, "Lingga", WGS84)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(UnreadableFile, match=r"a\.dbf"):
        open_features(path)


@pytest.mark.parametrize(("shape", "srid"), [(IN_METRES, 32647), (IN_DEGREES, 4326)])
def test_it_reads_a_geopackage(tmp_path: Path, shape: Polygon, srid: int) -> None:
    feature = the_only(geopackage(tmp_path / "a.gpkg", shape, srid))
    assert same_place(feature)
    assert feature.properties["nama"] == "Lingga"


@pytest.mark.parametrize(
    "path",
    [
        "/vsicurl/http://example.org/a.shp",
        "/vsizip//tmp/a.zip/a.shp",
        "http://example.org/a.geojson",
        "PG:dbname=x.geojson",
        "a\0.geojson",
        "missing.geojson",
        "areas.kml",
        "/etc/passwd",
    ],
)
def test_it_rejects_remote_virtual_missing_and_unknown_files(path: str) -> None:
    with pytest.raises(UnreadableFile):
        open_features(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"type": "FeatureCollection"}', "[" * 100_000])
def test_it_rejects_what_is_no_geojson(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text)
    with pytest.raises(UnreadableFile):
        open_features(path)


def test_it_rejects_a_file_whose_name_lies_about_its_format(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.gpkg", IN_DEGREES)
    with pytest.raises(UnreadableFile):
        open_features(path)


def test_it_rejects_a_file_above_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MAX_FILE_BYTES", 10)
    with pytest.raises(UnreadableFile):
        open_features(geojson(tmp_path / "a.geojson", IN_DEGREES))


def test_a_broken_geometry_spoils_only_its_own_feature(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    shapes: list[object] = [{"type": "Polygon", "coordinates": "x"}, None, 5, mapping(IN_DEGREES), {"type": "Polygon"}]
    features = [{"type": "Feature", "properties": {"n": n}, "geometry": shape} for n, shape in enumerate(shapes)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [*features, "no feature"]}))
    read = list(open_features(path).features)
    assert [feature.geometry is not None for feature in read] == [False, False, False, True, False, False]
    assert all(feature.problem for feature in read if feature.geometry is None)


def test_it_rejects_a_geojson_with_an_unknown_reference_system(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:999999"}}
    with pytest.raises(UnknownReferenceSystem):
        open_features(geojson(tmp_path / "a.geojson", IN_DEGREES, crs=crs))


@pytest.mark.parametrize("definition", ["http://example.org/a.prj", "/vsicurl/http://example.org/a", "/etc/passwd"])
def test_it_rejects_a_reference_system_that_is_an_address(tmp_path: Path, definition: str) -> None:
    path = geopackage(tmp_path / "a.gpkg", IN_DEGREES, 4326)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE gpkg_spatial_ref_sys SET organization = 'NONE', definition = ?", (definition,))
    db.close()
    shape = shapefile(tmp_path / "a.shp", IN_DEGREES, "Lingga", WGS84)
    shape.with_suffix(".prj").write_text(definition)
    for file in (path, shape):
        with pytest.raises(UnreadableFile):
            open_features(file)
