"""Real boundaries, with the faults that real data has."""

import pytest

from geo.gazetteer import areas_at
from geo.imports.areas import import_areas
from geo.imports.report import AreaImportReport
from geo.models import Area
from tests.world import shared_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(db: None) -> AreaImportReport:
    """All boundary files, in alphabetical order: villages come before their districts."""
    return import_areas(sorted(shared_data("boundaries").glob("*.geojson")))


def test_all_files_import_with_their_invalid_features(imported: AreaImportReport) -> None:
    assert (imported.read, imported.refused) == (539, [])
    assert (imported.created, imported.unchanged) == (538, 1), "Karo is in two of the files"
    assert sorted(item.code for item in imported.repaired) == [
        "12",
        "12.14",
        "61",
        "61.01",
        "61.01.16",
        "61.11",
        "61.11.04",
    ]
    assert all("Nested shells" in item.repair.reason for item in imported.repaired)
    stored = Area.objects.in_bulk([item.code for item in imported.repaired], field_name="code")
    assert len(stored) == 7 and all(area.geometry.valid for area in stored.values())


def test_each_desa_of_karo_is_found_in_its_kecamatan(imported: AreaImportReport) -> None:
    desa = Area.objects.filter(code__startswith="12.06.", level="village")
    assert desa.count() == 269
    for area in desa:
        chain = [found.code for found in areas_at(area.point.x, area.point.y)]
        assert chain == ["12", "12.06", area.code[:8], area.code], area


def test_the_one_desa_outside_its_kecamatans_simplified_outline_is_noted(imported: AreaImportReport) -> None:
    notes = {note.code: note for note in imported.misplaced}
    assert notes["12.06.04.2015"].parent == "Tigapanah"
    assert notes["12.06.04.2015"].distance_m < 1000
