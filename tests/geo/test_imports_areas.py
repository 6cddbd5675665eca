"""Import of areas: nothing lost, nothing doubled, every repair told."""

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from geo.errors import UnreadableFile
from geo.imports.areas import Fields, import_areas
from geo.models import Area
from tests.geo.conftest import SQUARES, Writer

pytestmark = pytest.mark.django_db


def test_it_stores_every_area_with_its_parent(squares: None) -> None:
    lingga = Area.objects.get(code="12.06.12.2018")
    assert lingga.parent is not None and lingga.parent.parent is not None
    assert [lingga.parent.name, lingga.parent.parent.name] == ["Simpang Empat", "Kabupaten Karo"]
    assert lingga.geometry.covers(lingga.point)


def test_it_links_a_parent_that_comes_later(write: Writer) -> None:
    first = import_areas([write(SQUARES[4:])])
    assert first.waiting_for_parent == 2
    second = import_areas([write(SQUARES[:4])])
    assert second.waiting_for_parent == 0
    assert Area.objects.get(code="12.06.12.2018").parent == Area.objects.get(code="12.06.12")


def test_a_second_import_of_the_same_file_changes_nothing(write: Writer) -> None:
    path = write(SQUARES)
    import_areas([path])
    before = list(Area.objects.values_list("id", "code", "imported_at"))
    report = import_areas([path])
    assert (report.created, report.updated, report.unchanged) == (0, 0, len(SQUARES))
    assert list(Area.objects.values_list("id", "code", "imported_at")) == before


def test_a_changed_outline_updates_the_same_area(squares: None, write: Writer) -> None:
    kept = Area.objects.get(code="12.06.12.2018").pk
    report = import_areas([write([("12.06.12.2018", "Lingga", box(98.44, 3.12, 98.49, 3.15))])])
    assert (report.created, report.updated) == (0, 1)
    assert Area.objects.get(code="12.06.12.2018").pk == kept


def test_it_repairs_an_invalid_feature_and_says_which_why_and_how_much(write: Writer) -> None:
    crossed = Polygon([(98, 3), (98.1, 3.1), (98.1, 3), (98, 3.1)])
    report = import_areas([write([("12.06", "Kabupaten Karo", crossed)])])
    (item,) = report.repaired
    assert item.code == "12.06"
    assert "Self-intersection" in item.repair.reason
    assert any("Self-intersection" in line and "km²" in line for line in report.lines())
    assert Area.objects.get(code="12.06").geometry.valid


def test_a_feature_that_cannot_be_used_is_named_and_the_rest_is_imported(write: Writer) -> None:
    entries = [
        SQUARES[0],
        ("12.6", "Wrong Code", box(98, 3, 99, 4)),
        ("12.07", "", box(98, 3, 99, 4)),
        ("12.08", "No Shape", None),
        ("12.09", "Only a Line", LineString([(98, 3), (99, 4)])),
        ("12.10", "In Metres", box(400000, 300000, 500000, 350000)),
        SQUARES[1],
    ]
    report = import_areas([write(entries)])
    assert report.created == 2
    assert [item.number for item in report.refused] == [2, 3, 4, 5, 6]
    assert [item.label for item in report.refused][:2] == ["12.6 Wrong Code", "12.07"]
    assert "32647" in report.refused[4].reason


def test_parts_of_one_area_that_come_as_two_features_are_joined(write: Writer) -> None:
    report = import_areas([write([("12", "Sumut", box(98, 3, 99, 4)), ("12", "Sumut", box(97, 0, 97.5, 1))])])
    assert (report.created, report.refused) == (1, [])
    assert len(Area.objects.get(code="12").geometry) == 2


def test_one_code_for_two_names_is_refused(write: Writer) -> None:
    report = import_areas([write([("12", "Sumut", box(98, 3, 99, 4)), ("12", "Aceh", box(95, 4, 96, 5))])])
    assert [item.label for item in report.refused] == ["12 Aceh"]


def test_a_trial_run_stores_nothing_but_reports_all(write: Writer) -> None:
    report = import_areas([write(SQUARES)], dry_run=True)
    assert report.created == len(SQUARES)
    assert Area.objects.count() == 0


def test_an_area_outside_its_parents_outline_stays_with_its_code_and_is_noted(write: Writer) -> None:
    entries = [*SQUARES[:3], ("12.06.12.2001", "Beyond", box(98.51, 3.1, 98.53, 3.12))]
    report = import_areas([write(entries)])
    (note,) = report.misplaced
    assert (note.code, note.parent) == ("12.06.12.2001", "Simpang Empat")
    assert note.distance_m == pytest.approx(2222, rel=0.02)
    assert Area.objects.get(code="12.06.12.2001").parent == Area.objects.get(code="12.06.12")


def test_an_unreadable_file_stores_nothing_of_the_others(write: Writer) -> None:
    good = write(SQUARES)
    bad = good.with_name("bad.geojson")
    bad.write_text("{")
    with pytest.raises(UnreadableFile):
        import_areas([good, bad])
    assert Area.objects.count() == 0


def test_other_field_names_can_be_given(write: Writer) -> None:
    feature = {"type": "Feature", "properties": {"KDPPUM": "1206", "WADMKK": "Karo"}}
    shape = {"type": "Polygon", "coordinates": [[[98, 3], [98.1, 3], [98.1, 3.1], [98, 3]]]}
    path = write({"type": "FeatureCollection", "features": [{**feature, "geometry": shape}]})
    import_areas([path], fields=Fields("KDPPUM", "WADMKK"))
    assert Area.objects.get().code == "12.06"


def test_the_command_prints_the_report(write: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    shape = MultiPolygon([box(98, 3, 98.1, 3.1), box(98.02, 3.02, 98.04, 3.04)])
    call_command("import_areas", str(write([("12.06", "Kabupaten Karo", shape)])))
    assert "Nested shells" in capsys.readouterr().out


def test_the_command_tells_in_a_sentence_what_is_wrong_with_a_file() -> None:
    with pytest.raises(CommandError, match=r"nowhere\.geojson"):
        call_command("import_areas", "nowhere.geojson")


@pytest.mark.parametrize("option", ["--code-field", "--name-field"])
def test_a_misspelt_field_is_refused_with_the_fields_there_are(write: Writer, option: str) -> None:
    with pytest.raises(CommandError, match="kode, nama"):
        call_command("import_areas", str(write(SQUARES)), option, "namaa")
    assert not Area.objects.exists()
