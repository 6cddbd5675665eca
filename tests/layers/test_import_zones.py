"""Zones from files, made by hand here and real ones of the shared material."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from layers.actions.import_zones import import_zones
from layers.errors import BadImport
from layers.imports.plan import ImportPlan
from layers.models import Kind, Status, Zone
from live.models import OutboxEvent
from people.access import Denied
from tests.layers.drawings import ring
from tests.world import World, shared_data

pytestmark = pytest.mark.django_db


FLOODS = ImportPlan(dataset="zones", kind=Kind.FLOOD)


def write(tmp_path: Path, *features: dict[str, Any]) -> Path:
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def run(*args: str) -> str:
    out = StringIO()
    call_command("import_zones", *args, stdout=out)
    return out.getvalue()


def test_the_second_run_adds_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, feature(ring(), name="A"), feature(ring(5000), name="B"))
    first, second = import_zones(None, path, FLOODS), import_zones(None, path, FLOODS)
    assert (first.created, second.created, second.unchanged) == (2, 0, 2)


def test_an_invalid_outline_is_repaired_and_reported(tmp_path: Path) -> None:
    bow_tie = {"type": "Polygon", "coordinates": [[[98.3, 3.1], [98.4, 3.2], [98.4, 3.1], [98.3, 3.2], [98.3, 3.1]]]}
    report = import_zones(None, write(tmp_path, feature(bow_tie, name="Crossed")), FLOODS)
    assert [item.name for item in report.mended] == ["Crossed"]
    assert Zone.objects.get().geometry.valid


def test_a_point_is_refused_in_words_unless_a_radius_is_given(tmp_path: Path) -> None:
    path = write(tmp_path, feature({"type": "Point", "coordinates": [98.3, 3.1]}, name="Slide"))
    refused = import_zones(None, path, ImportPlan(dataset="zones", kind=Kind.LANDSLIDE))
    assert "radius" in refused.refused[0].reason.lower() or "jari-jari" in refused.refused[0].reason.lower()
    made = import_zones(None, path, ImportPlan(dataset="zones", kind=Kind.LANDSLIDE, buffer_m=100))
    assert (made.buffered, made.created) == (1, 1)
    assert Zone.objects.get().area_m2 == pytest.approx(31_365, rel=0.01)


def test_a_level_is_read_from_a_text(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        feature(ring(1000), zona="KRB III (lontaran)"),
        feature(ring(2000), zona="2"),
        feature(ring(3000), zona="Level IV (Awas)"),
    )
    import_zones(None, path, ImportPlan(dataset="zones", kind=Kind.VOLCANO, level_field="zona"))
    assert list(Zone.objects.order_by("area_m2").values_list("level", flat=True)) == [3, 2, None]


def test_a_plan_that_contradicts_itself_stores_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, feature(ring(), name="A"))
    with pytest.raises(BadImport):
        import_zones(None, path, ImportPlan(dataset="zones", kind=Kind.SITE))


def test_an_operator_may_not_import(world: World, tmp_path: Path) -> None:
    with pytest.raises(Denied):
        import_zones(world.ani, write(tmp_path, feature(ring(), name="A")), FLOODS)


def test_published_zones_of_a_file_reach_walls(tmp_path: Path) -> None:
    run(str(write(tmp_path, feature(ring(), name="A"))), "--kind", "flood", "--publish")
    assert (Zone.objects.get().status, OutboxEvent.objects.count()) == (Status.PUBLISHED, 1)


def test_all_flooded_wards_of_jakarta_import_and_four_are_repaired() -> None:
    path = shared_data("hazards", "flood_jakarta_rw_2007.geojson")
    args = (str(path), "--kind", "flood", "--name-field", "RW", "--name-field", "KEL_NAME")
    first = run(*args).splitlines()
    assert Zone.objects.count() == 1002, "seven wards stand twice in the file"
    assert len([line for line in first if "RW 05, JATI PADANG" in line]) == 1
    run(*args)
    assert Zone.objects.count() == 1002


def test_the_rings_of_sinabung_import_with_their_levels() -> None:
    path = shared_data("hazards", "sinabung_zones_derived.geojson")
    run(
        *(str(path), "--kind", "volcano", "--level-field", "zone", "--name-field", "zone", "--publish"),
        *("--valid-from-field", "valid_from", "--valid-to-field", "valid_to"),
    )
    levels = dict(Zone.objects.values_list("name", "level"))
    assert levels["KRB III (lontaran)"] == 3 and levels["KRB I (lontaran)"] == 1
    assert not Zone.objects.get(name__contains="Awas").shown


def test_landslide_points_are_refused_as_they_are_and_taken_as_circles() -> None:
    path = str(shared_data("hazards", "landslide_points_bengkulu.geojson"))
    with pytest.raises(CommandError):
        run(path, "--kind", "landslide")
    run(path, "--kind", "landslide", "--buffer-m", "250")
    assert Zone.objects.count() == 35


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "look swapped: longitude must come first"), ("id", "tampak terbalik: bujur lebih dahulu")],
)
def test_swapped_coordinates_are_refused_with_what_is_wrong(tmp_path: Path, language: str, words: str) -> None:
    swapped = [[[lat, lon] for lon, lat in part] for part in ring()["coordinates"]]
    with translation.override(language):
        report = import_zones(None, write(tmp_path, feature({"type": "Polygon", "coordinates": swapped})), FLOODS)
    assert (report.created, len(report.refused)) == (0, 1)
    assert words in report.refused[0].reason
