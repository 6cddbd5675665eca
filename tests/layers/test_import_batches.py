"""An import is one thing: looked at before, published, withdrawn and removed together, and nothing of it is lost."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from geo.models import Area
from layers.actions.import_zones import import_zones
from layers.errors import BadImport
from layers.imports.levels import read_level
from layers.imports.plan import ImportPlan
from layers.models import Kind, Purpose, Status, Zone, ZoneImport, ZoneVersion
from live.models import OutboxEvent
from people.models import AuditEntry
from tests.geo.geopackages import convert_to_geopackage, write_geopackage
from tests.layers.drawings import published, ring
from tests.layers.test_import_zones import FLOODS, feature, run, write
from tests.world import World

pytestmark = pytest.mark.django_db


def order(**changes: Any) -> dict[str, Any]:
    features = [feature(ring(1000 + 100 * number), name=f"Z{number}", RW=f"0{number}") for number in range(3)]
    geojson = json.dumps({"type": "FeatureCollection", "features": features})
    return {"file_name": "banjir.geojson", "geojson": geojson, "kind": "flood"} | changes


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/zones/{path}", body, content_type="application/json")


@pytest.fixture
def planner(world: World, client: Client) -> Client:
    client.force_login(world.dewi)
    return client


def test_a_preview_says_what_would_come_and_stores_nothing(world: World, planner: Client) -> None:
    report = post(planner, "import", order(preview=True)).json()
    assert (report["created"], report["kinds"], report["levels"]) == (3, {"flood": 3}, {"": 3})
    assert report["columns"] == ["name", "RW"]
    assert (Zone.objects.count(), ZoneImport.objects.count(), report["zone_ids"]) == (0, 0, [])


def test_zones_outside_the_region_are_counted(world: World, planner: Client) -> None:
    outline = MultiPolygon(Polygon.from_bbox((98, 3, 99, 4)), srid=4326)
    Area.objects.create(
        code="12.06",
        name="Karo",
        level="regency",
        geometry=outline,
        point=outline.centroid,
        area_m2=1.0,
        search_name="karo",
        digest="",
        imported_at=timezone.now(),
    )
    assert post(planner, "import", order(preview=True)).json()["outside"] == 0
    away = json.dumps(feature(ring(lon=106.8, lat=-6.2), name="Jakarta"))
    report = post(planner, "import", order(preview=True, geojson=away)).json()
    assert report["outside"] == 1 and len(report["notes"]) == 1


def test_an_import_is_published_withdrawn_and_removed_as_one(world: World, planner: Client) -> None:
    number = post(planner, "import", order()).json()["import_id"]
    assert post(planner, f"imports/{number}/publish", {"note": "musim hujan"}).json()["published"] == 3
    assert Zone.objects.filter(status=Status.PUBLISHED, shown=True).count() == 3
    assert post(planner, f"imports/{number}/withdraw", {"reason": ""}).status_code == 422
    assert post(planner, f"imports/{number}/withdraw", {"reason": "keliru"}).json()["withdrawn"] == 3
    (row,) = planner.get("/api/v1/zones/imports").json()["imports"]
    assert (row["file_name"], row["draft"], row["published"], row["retired"]) == ("banjir.geojson", 0, 0, 3)
    events = list(OutboxEvent.objects.order_by("id").values_list("type", flat=True))
    assert events == ["zone.changed"] * 3 + ["zone.removed"] * 3
    actions = list(AuditEntry.objects.filter(action__startswith="zone.import").values_list("action", flat=True))
    assert sorted(actions) == ["zone.import_published", "zone.import_withdrawn", "zone.imported"]


def test_the_drafts_of_an_import_are_deleted_and_what_is_public_needs_a_reason(world: World, planner: Client) -> None:
    number = post(planner, "import", order()).json()["import_id"]
    first = Zone.objects.order_by("pk")[0]
    post(planner, f"{first.pk}/publish", {"revision": first.revision})
    assert post(planner, f"imports/{number}/remove", {}).status_code == 422
    done = post(planner, f"imports/{number}/remove", {"reason": "salah berkas"}).json()
    assert (done["deleted"], done["withdrawn"]) == (2, 1)
    assert [zone.status for zone in Zone.objects.all()] == [Status.RETIRED]
    assert not ZoneImport.objects.exists()
    again = post(planner, "import", order()).json()
    assert (again["created"], again["unchanged"]) == (3, 0)


def test_a_withdrawn_import_is_removed_and_its_versions_stay(world: World, planner: Client) -> None:
    number = post(planner, "import", order()).json()["import_id"]
    post(planner, f"imports/{number}/publish", {})
    post(planner, f"imports/{number}/withdraw", {"reason": "keliru"})
    assert post(planner, f"imports/{number}/remove", {"reason": "keliru"}).status_code == 200
    assert planner.get("/api/v1/zones/imports").json() == {"imports": []}
    assert [zone.status for zone in Zone.objects.all()] == [Status.RETIRED] * 3
    assert ZoneVersion.objects.count() == 3
    again = post(planner, "import", order()).json()
    assert (again["created"], again["unchanged"]) == (3, 0)


def test_an_import_of_nothing_but_drafts_leaves_no_trace_but_the_audit(world: World, planner: Client) -> None:
    number = post(planner, "import", order()).json()["import_id"]
    assert post(planner, f"imports/{number}/remove", {}).json()["deleted"] == 3
    assert (Zone.objects.count(), ZoneImport.objects.count()) == (0, 0)
    assert AuditEntry.objects.filter(action="zone.import_removed").exists()


def test_a_draft_is_deleted_and_what_was_public_is_not(world: World, planner: Client) -> None:
    number = post(planner, "import", order()).json()["zone_ids"][0]
    revision = Zone.objects.get(pk=number).revision
    assert post(planner, f"{number}/delete", {"revision": revision}).json() == {"deleted": number}
    zone = published(world.dewi)
    assert post(planner, f"{zone.pk}/delete", {"revision": zone.revision}).status_code == 409
    assert not Zone.objects.filter(pk=number).exists() and Zone.objects.filter(pk=zone.pk).exists()


def test_the_columns_of_the_file_are_kept_and_exported(world: World, planner: Client, client: Client) -> None:
    number = post(planner, "import", order()).json()["import_id"]
    post(planner, f"imports/{number}/publish", {})
    features = client.get("/api/v1/zones.geojson").json()["features"]
    assert features[0]["properties"]["attributes"] == {"name": "Z0", "RW": "00"}
    opened = planner.get(f"/api/v1/zones/{features[0]['id']}/draft").json()["zone"]
    edited = {"name": "Z0 baru", "purpose": "hazard", "kind": "flood", "geometry": opened["geometry"]}
    body = edited | {"revision": opened["properties"]["revision"]}
    saved = planner.put(f"/api/v1/zones/{features[0]['id']}", body, content_type="application/json").json()
    assert saved["zone"]["properties"]["attributes"] == {"name": "Z0", "RW": "00"}


def test_the_own_export_comes_back_as_it_was(world: World, client: Client, tmp_path: Path) -> None:
    zone = published(
        world.dewi,
        name_en="Hazard zone",
        description="Letusan",
        valid_from="2024-01-01T00:00:00Z",
        valid_to="2190-01-01T00:00:00Z",
        source="PVMBG",
        licence="CC BY",
        attributes={"RW": "05"},
    )
    path = tmp_path / "zones.geojson"
    path.write_bytes(client.get("/api/v1/zones.geojson").content)
    report = import_zones(None, path, ImportPlan(dataset="export"))
    assert report.created == 1, report.lines()
    copy = Zone.objects.get(pk=report.zone_ids[0])
    same = ("purpose", "kind", "level", "name", "name_en", "description", "valid_from", "valid_to", "source", "licence")
    assert {name: getattr(copy, name) for name in (*same, "attributes")} == {
        name: getattr(zone, name) for name in (*same, "attributes")
    }


def test_a_file_without_a_kind_is_refused_and_asks(tmp_path: Path) -> None:
    with pytest.raises(BadImport):
        import_zones(None, write(tmp_path, feature(ring(), name="A")), ImportPlan(dataset="zones"))
    assert not Zone.objects.exists()


def test_kinds_are_read_from_a_column_and_unknown_ones_are_refused(tmp_path: Path) -> None:
    kinds = ["Banjir", "forest fire", "tsunami", "Tanah longsor", "meteor"]
    path = write(tmp_path, *(feature(ring(1000 + at), name=kind, jenis=kind) for at, kind in enumerate(kinds)))
    report = import_zones(None, path, ImportPlan(dataset="zones", kind_field="jenis"))
    assert report.kinds == {"flood": 1, "forest_fire": 1, "tsunami": 1, "landslide": 1}
    assert [item.name for item in report.refused] == ["meteor"]


BAD = {
    "NUL": {"name": "a\0b"},
    "half a surrogate": {"name": "\ud83d"},
    "NUL in another column": {"name": "A", "note": "\0"},
    "a long name": {"name": "x" * 161},
    "much too many attributes": {"name": "A", "note": "x" * 30_000},
    "a date outside the calendar": {"name": "A", "since": "0001-01-01"},
    "no date": {"name": "A", "since": "soon"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_one_bad_feature_is_refused_in_words_and_the_others_are_stored(tmp_path: Path, bad: dict[str, str]) -> None:
    good = [feature(ring(1000 + at), name=f"good {at}", since="2024-01-01") for at in range(2)]
    path = write(tmp_path, good[0], feature(ring(), **bad), good[1])
    report = import_zones(None, path, ImportPlan(dataset="zones", kind=Kind.FLOOD, valid_from_field="since"))
    assert (report.created, [item.number for item in report.refused]) == (2, [2])
    assert all(line.encode() for line in report.lines())


def test_what_the_database_refuses_does_not_end_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, *(feature(ring(1000 + at), name=f"Z{at}") for at in range(3)))
    plain = Zone.save

    def save(zone: Zone, **options: Any) -> None:
        if zone.name == "Z1":
            zone.color = "#12345678"
        plain(zone, **options)

    monkeypatch.setattr(Zone, "save", save)
    report = import_zones(None, path, FLOODS)
    assert (report.created, [item.name for item in report.refused]) == (2, ["Z1"])


@pytest.mark.parametrize(
    "option", ["--level-field", "--name-field", "--description-field", "--valid-from-field", "--kind-field"]
)
def test_a_misspelt_column_is_refused_with_the_columns_there_are(tmp_path: Path, option: str) -> None:
    path = write(tmp_path, feature(ring(), name="A", tingkat="2"))
    with pytest.raises(CommandError, match="name, tingkat"):
        run(str(path), "--kind", "flood", option, "tingkatan")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("2", 2), ("2.0", 2), ("2,0", 2), ("krb ii", 2), ("KRB-III", 3), ("Tinggi", 3), ("SEDANG", 2), ("rendah", 1),
        ("radius 3 km KRB I", 1), ("radius 3 km", None), ("KRB I dan KRB II", None), ("Level IV (Awas)", None),
        ("sangat tinggi", None), ("4", None), ("", None), ("2.5", None), ("zona 3 (5 km)", 3), ("kelas: II", 2),
        ("12", None), ("III", 3), ("0", None), ("Moderate hazard", 2),
    ],
)  # fmt: skip
def test_levels_are_read_as_people_write_them(text: str, level: int | None) -> None:
    assert read_level(text) == level


def test_levels_that_cannot_be_read_are_reported(tmp_path: Path) -> None:
    path = write(tmp_path, feature(ring(1000), zona="2.0"), feature(ring(2000), zona="awas"))
    report = import_zones(None, path, ImportPlan(dataset="zones", kind=Kind.VOLCANO, level_field="zona"))
    assert report.unread_levels == {"awas": 1} and any("awas" in line for line in report.lines())


def test_a_geopackage_of_several_layers_asks_which_on_the_page(world: World, planner: Client, tmp_path: Path) -> None:
    wkb = shapely.to_wkb(shapely.box(98.3, 3.1, 98.4, 3.2))
    package = write_geopackage(tmp_path / "a.gpkg", {"one": [(wkb, "A", None)], "two": [(wkb, "B", None)]})
    content = base64.b64encode(package.read_bytes()).decode()
    body = {"file_name": "a.gpkg", "geopackage": content, "kind": "flood"}
    asked = post(planner, "import", body)
    assert (asked.status_code, asked.json()["error"]["layers"]) == (422, ["one", "two"])
    assert post(planner, "import", body | {"layer": "two"}).json()["created"] == 1
    assert Zone.objects.get().name == "B"


def test_a_geopackage_of_several_layers_asks_which_at_the_command_line(tmp_path: Path) -> None:
    wkb = shapely.to_wkb(shapely.box(98.3, 3.1, 98.4, 3.2))
    package = write_geopackage(tmp_path / "a.gpkg", {"one": [(wkb, "A", None)], "two": [(wkb, "B", None)]})
    with pytest.raises(CommandError, match=r"one.*two"):
        run(str(package), "--kind", "flood")
    run(str(package), "--kind", "flood", "--layer", "two")
    assert Zone.objects.get().name == "B"


def test_long_dataset_names_with_the_same_beginning_are_kept_apart(tmp_path: Path) -> None:
    path = write(tmp_path, feature(ring(), name="A"))
    plans = [ImportPlan(dataset="d" * 70 + end, kind=Kind.FLOOD) for end in ("1", "2")]
    assert [import_zones(None, path, plan).created for plan in plans] == [1, 1]
    assert ZoneVersion.objects.count() == 0 and Purpose(Zone.objects.all()[0].purpose) == Purpose.HAZARD


def test_what_was_refused_can_be_corrected_and_imported_again(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.geojson"
    path = write(tmp_path, feature(ring(1000), name="good"), feature(ring(2000), name="b" * 161))
    run(str(path), "--kind", "flood", "--dataset", "d", "--rejects", str(rejects))
    document = json.loads(rejects.read_text())
    (bad,) = document["features"]
    assert bad["properties"]["reject_number"] == 2 and bad["properties"]["reject_reason"]
    bad["properties"]["name"] = "corrected"
    rejects.write_text(json.dumps(document))
    run(str(rejects), "--kind", "flood", "--dataset", "d")
    zone = Zone.objects.get(name="corrected")
    assert zone.attributes == {"name": "corrected"} and Zone.objects.count() == 2


def test_the_own_export_comes_back_as_it_was_by_way_of_a_geopackage(
    world: World, client: Client, tmp_path: Path
) -> None:
    zone = published(
        world.dewi, valid_from="2024-01-01T00:00:00Z", valid_to="2190-06-01T12:30:00+07:00", attributes={"RW": "05"}
    )
    path, package = tmp_path / "zones.geojson", tmp_path / "zones.gpkg"
    path.write_bytes(client.get("/api/v1/zones.geojson").content)
    convert_to_geopackage(path, package)
    report = import_zones(None, package, ImportPlan(dataset="export"))
    assert report.created == 1, report.lines()
    copy = Zone.objects.get(pk=report.zone_ids[0])
    same = ("kind", "level", "name", "valid_from", "valid_to", "attributes")
    assert [getattr(copy, name) for name in same] == [getattr(zone, name) for name in same]


@pytest.mark.parametrize("text", ["a\0b", "\ud83d", "x" * 301])
def test_a_reason_that_cannot_be_stored_is_refused(world: World, planner: Client, text: str) -> None:
    number = post(planner, "import", order()).json()["import_id"]
    draft = Zone.objects.order_by("pk")[0]
    assert post(planner, f"{draft.pk}/publish", {"revision": draft.revision, "note": text}).status_code == 422
    assert post(planner, f"imports/{number}/publish", {"note": text}).status_code == 422
    assert not ZoneVersion.objects.exists()
    zone = published(world.dewi)
    assert post(planner, f"{zone.pk}/retire", {"revision": zone.revision, "reason": text}).status_code == 422
    for act in ("withdraw", "remove"):
        assert post(planner, f"imports/{number}/{act}", {"reason": text}).status_code == 422
    assert Zone.objects.filter(status=Status.RETIRED).count() == 0 and Zone.objects.count() == 4
