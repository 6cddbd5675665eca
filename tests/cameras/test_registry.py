"""Registering, editing and staging cameras; what each sees; what walls know."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from cameras.actions.change_stage import change_stage
from cameras.actions.edit_camera import edit_camera
from cameras.actions.register_camera import register_camera
from cameras.coverage import cameras_seeing, view_of
from cameras.errors import BadCamera, CameraStale
from cameras.models import Camera, Stage
from geo.measure import destination
from live import outbox, snapshot
from people.access import Denied
from tests.cameras.factories import KABANJAHE, draft, registered
from tests.world import World, shared_data


def place(bearing: float, metres: float) -> tuple[float, float]:
    return destination(*KABANJAHE, bearing, metres)


def state(audience: str) -> dict[int, dict[str, Any]]:
    return {camera["id"]: camera for camera in snapshot.take(audience).state["camera"]}


@pytest.mark.parametrize("person", ["ani", "budi", "dewi", "eka", "fajar"])
def test_only_supervisors_and_administrators_register(world: World, person: str) -> None:
    with pytest.raises(Denied):
        register_camera(getattr(world, person), draft())


@pytest.mark.parametrize(
    "changes",
    [{"lon": 981.0}, {"lat": float("nan")}, {"fov_deg": 1}, {"range_m": 0}, {"bearing_deg": 400.0}, {"name": " "}],
)
def test_it_rejects_a_camera_that_cannot_be(world: World, changes: dict[str, Any]) -> None:
    with pytest.raises(BadCamera):
        register_camera(world.gita, draft(**changes))


def test_it_rejects_a_code_that_is_taken(world: World) -> None:
    registered(world.gita)
    with pytest.raises(BadCamera):
        registered(world.gita)


def test_it_rejects_an_edit_from_an_old_state(world: World) -> None:
    camera = registered(world.gita)
    edit_camera(world.slamet, camera.pk, camera.revision, draft(name="First"))
    with pytest.raises(CameraStale):
        edit_camera(world.slamet, camera.pk, camera.revision, draft(name="Second"))


@pytest.mark.parametrize(
    ("bearing", "metres", "seen"),
    [(0, 150, True), (29, 150, True), (31, 150, False), (180, 50, False), (0, 210, False)],
)
def test_a_camera_sees_what_lies_in_its_cone(world: World, bearing: float, metres: float, seen: bool) -> None:
    registered(world.gita)
    assert bool(cameras_seeing(world.ani, *place(bearing, metres))) is seen


def test_a_camera_without_a_bearing_sees_all_around(world: World) -> None:
    registered(world.gita, bearing_deg=None)
    assert all(cameras_seeing(world.ani, *place(bearing, 190)) for bearing in (0, 90, 180, 270))


def test_the_nearest_active_camera_comes_first(world: World) -> None:
    registered(world.gita, code="far", name="Far", range_m=500)
    lon, lat = place(0, 100)
    registered(world.gita, code="near", name="Near", lon=lon, lat=lat)
    faulty = registered(world.gita, code="bad", name="Bad", lon=lon, lat=lat)
    change_stage(world.gita, faulty.pk, Stage.FAULTY)
    registered(world.gita, code="plan", name="Plan", stage=Stage.PLANNED)
    sights = cameras_seeing(world.ani, *place(0, 150))
    assert [(sight.camera.name, round(sight.distance_m)) for sight in sights] == [
        ("Near", 50),
        ("Far", 150),
        ("Bad", 50),
    ]


def test_an_agency_asks_its_own_cameras_alone(world: World) -> None:
    registered(world.gita, agency=world.fire)
    spot = place(0, 100)
    assert (len(cameras_seeing(world.citra, *spot)), cameras_seeing(world.budi, *spot)) == (1, [])


def test_a_cone_across_north_is_whole(db: None) -> None:
    view = view_of(*KABANJAHE, 350, 60, 1000)
    assert view.valid and view.num_coords > 20


def test_snapshot_plus_events_equals_a_fresh_snapshot(world: World) -> None:
    first = registered(world.gita, code="a", agency=world.roads)
    second = registered(world.gita, code="b", agency=world.fire)
    audiences = ("centre", f"agency:{world.roads.pk}", f"agency:{world.fire.pk}")
    outbox.number_pending()
    start = outbox.last_number()
    known = {audience: state(audience) for audience in audiences}
    edit_camera(world.gita, first.pk, first.revision, draft(code="a", name="Given away", agency=world.fire))
    change_stage(world.gita, second.pk, Stage.FAULTY)
    registered(world.gita, code="c", agency=None)
    for event in outbox.read_new(start):
        for audience in event.audiences & set(audiences):
            if event.type == "camera.removed":
                known[audience].pop(event.data["id"], None)
            else:
                known[audience][event.data["id"]] = event.data
    assert known == {audience: state(audience) for audience in audiences}


def test_the_public_sees_no_camera(world: World, client: Client) -> None:
    registered(world.gita)
    assert state("public") == {}
    assert client.get("/api/v1/cameras").status_code == 403


def test_the_api_answers_which_cameras_see_a_place(world: World, client: Client) -> None:
    registered(world.gita)
    client.force_login(world.ani)
    lon, lat = place(0, 100)
    (camera,) = client.get(f"/api/v1/cameras/seeing?lon={lon}&lat={lat}").json()["cameras"]
    assert camera["distance_m"] == pytest.approx(100, abs=0.2)
    assert client.get("/api/v1/cameras/seeing?lon=x&lat=1").status_code == 400


def test_the_list_takes_few_queries_however_many_cameras(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        registered(world.gita, code=f"c-{number}", agency=world.fire)
    client.force_login(world.ani)
    with django_assert_max_num_queries(4):
        assert len(client.get("/api/v1/cameras").json()["features"]) == 30


def test_the_cameras_of_pontianak_import_once(db: None) -> None:
    path = str(shared_data("cameras", "cctv_pontianak_seed.geojson"))
    for _ in range(2):
        call_command("import_cameras", path, "--place-field", "kecamatan,city", stdout=StringIO())
    assert Camera.objects.count() == 16
    assert Camera.objects.get(name="Bundaran Untan").place == "Pontianak Kota, Kota Pontianak"


def test_cameras_come_from_csv_with_columns_named(db: None, tmp_path: Path) -> None:
    file = tmp_path / "cctv.csv"
    file.write_text("nama,bujur,lintang,arah\nTugu,98.49,3.10,90\nTanpa tempat,,,\nSalah arah,98.4,3.1,timur\n")
    out = StringIO()
    call_command(
        *("import_cameras", str(file), "--name-field", "nama", "--lon-field", "bujur"),
        *("--lat-field", "lintang", "--bearing-field", "arah"),
        stdout=out,
    )
    assert (Camera.objects.get().bearing_deg, len(out.getvalue().splitlines())) == (90, 3)
