"""Cameras from files: kept apart, refused singly, with their addresses."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cameras.models import Camera, CameraSource, CameraStream

pytestmark = pytest.mark.django_db


def imported(path: Path, *options: str) -> list[str]:
    out = StringIO()
    call_command("import_cameras", str(path), *options, stdout=out)
    return out.getvalue().splitlines()


def csv_file(folder: Path, *rows: str, head: str = "name,lon,lat") -> Path:
    path = folder / "cctv.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    return path


def test_cameras_of_one_name_at_different_places_are_kept_apart(tmp_path: Path) -> None:
    rows = ["Simpang,98.1,3.1", "Simpang,98.2,3.1", "Simpang,98.1,3.1001", "Tugu,98.1,3.1"]
    path = csv_file(tmp_path, *rows)
    imported(path)
    assert Camera.objects.count() == 4
    for again in (rows, rows[::-1]):
        imported(csv_file(tmp_path, *again))
    assert Camera.objects.count() == 4


def test_an_entry_that_repeats_another_is_named_and_not_lost_in_silence(tmp_path: Path) -> None:
    lines = imported(csv_file(tmp_path, "Simpang,98.1,3.1", "Simpang,98.1,3.1"))
    assert Camera.objects.count() == 1
    assert len(lines) == 2 and "3" in lines[1] and "2" in lines[1]


def test_a_camera_that_was_moved_a_little_by_hand_is_the_same(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Simpang,98.1,3.1")
    imported(path)
    camera = Camera.objects.get()
    camera.point.x += 0.0001
    camera.save()
    imported(path)
    assert Camera.objects.count() == 1


def test_names_without_latin_letters_and_long_names_stay_apart(tmp_path: Path) -> None:
    long = "Persimpangan " * 10
    imported(csv_file(tmp_path, f"{long}A,98.1,3.1", f"{long}B,98.1,3.1", "路口,98.1,3.1", "桥,98.1,3.1"))
    assert Camera.objects.count() == 4


def test_a_code_is_refused_rather_than_cut(tmp_path: Path) -> None:
    long = "kode-" * 20
    rows = [f"A,98.1,3.1,{long}1", f"B,98.1,3.1,{long}2", "C,98.1,3.1,k/1", "D,98.2,3.1,K 1", "E,98.3,3.1,k-2"]
    lines = imported(csv_file(tmp_path, *rows, head="name,lon,lat,id"), "--code-field", "id")
    assert sorted(Camera.objects.values_list("name", flat=True)) in (["C", "D", "E"], ["C", "E"])
    assert len(lines) == 1 + 5 - Camera.objects.count()


def test_bad_rows_are_refused_singly_with_a_file_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "cctv.csv"
    rows = [
        b"name,lon,lat",
        b"Satu,98.1,3.1",
        b"Nol\0,98.2,3.1",
        b"Pendek",
        b"Lebih,98.3,3.1,x,y",
        b"Jauh,981,3.1",
        b"Dua,98.4,3.1",
    ]
    path.write_bytes(b"\n".join(rows))
    rejects = tmp_path / "rejects.csv"
    lines = imported(path, "--rejects", str(rejects))
    assert sorted(Camera.objects.values_list("name", flat=True)) == ["Dua", "Satu"]
    assert len(lines) == 5
    mended = rejects.read_text("utf-8-sig").replace('"981"', '"98.1"')
    rejects.write_text(mended)
    imported(rejects, "--dataset", "cctv")
    assert Camera.objects.filter(name="Jauh").count() == 1


def test_half_a_surrogate_in_geojson_is_refused_singly(tmp_path: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Point", "coordinates": [98.0 + at, 3.1]},
        }
        for at, name in enumerate(["Satu", "\ud800", "Nol\0", "Dua"])
    ]
    path = tmp_path / "cctv.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    rejects = tmp_path / "rejects.geojson"
    imported(path, "--rejects", str(rejects))
    assert sorted(Camera.objects.values_list("name", flat=True)) == ["Dua", "Satu"]
    assert len(json.loads(rejects.read_text())["features"]) == 2


def test_picture_and_stream_addresses_come_along(tmp_path: Path) -> None:
    rows = [
        "A,98.1,3.1,http://viewer:s3cret@10.1.1.1/snap.jpg",
        "B,98.2,3.1,https://cctv.example.go.id/live/b.m3u8",
        "C,98.3,3.1,http://admin:t0p@10.1.1.2:8080/live/c.flv?x=1",
        "D,98.4,3.1,rtsp://10.1.1.3/stream",
        "E,98.5,3.1,ftp://10.1.1.3/x.jpg",
        "F,98.6,3.1,",
    ]
    lines = imported(csv_file(tmp_path, *rows, head="name,lon,lat,url"), "--url-field", "url")
    source = CameraSource.objects.get()
    assert (source.url, source.username, source.password) == ("http://10.1.1.1/snap.jpg", "viewer", "s3cret")
    streams = {stream.camera.name: stream for stream in CameraStream.objects.select_related("camera")}
    assert {name: stream.kind for name, stream in streams.items()} == {"B": "hls", "C": "flv", "D": "rtsp"}
    assert (streams["C"].url, streams["C"].password) == ("http://10.1.1.2:8080/live/c.flv?x=1", "t0p")
    assert "t0p" not in streams["C"].sealed_password
    assert Camera.objects.count() == 5 and len(lines) == 2


def test_a_misspelt_field_is_refused_naming_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        imported(csv_file(tmp_path, "A,98.1,3.1"), "--url-field", "adres")
    assert "adres" in str(caught.value) and "lon" in str(caught.value)


@pytest.mark.parametrize(
    ("position", "words"),
    [
        ("0,0", "0, 0"),
        ("3.1,98.4", "exchanged"),
        ('"98,4","3,1"', "with a point"),
        ("500000,340000", "not usable"),
        ("true,3.1", "not usable"),
        ("nan,3.1", "not usable"),
        ("98.4,", "not usable"),
        (",", "no position"),
    ],
)
def test_a_mistaken_position_is_refused_with_what_is_wrong(tmp_path: Path, position: str, words: str) -> None:
    with translation.override("en"):
        lines = imported(csv_file(tmp_path, f"A,{position}", "B,98.4,3.1"))
    assert list(Camera.objects.values_list("name", flat=True)) == ["B"]
    assert "2" in lines[1] and words in lines[1]


@pytest.mark.parametrize(("position", "words"), [((0, 0), "0, 0"), ((3.1, 98.4), "swapped")])
def test_a_mistaken_point_of_geojson_is_refused_with_what_is_wrong(
    tmp_path: Path, position: tuple[float, float], words: str
) -> None:
    point = {"type": "Point", "coordinates": position}
    feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": point}
    path = tmp_path / "cctv.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with translation.override("en"):
        lines = imported(path)
    assert not Camera.objects.exists()
    assert words in lines[1]
