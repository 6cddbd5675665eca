"""Papers on the vehicle's page, groups of vehicles, and the vehicle's holder and fuel."""

from datetime import date

import pytest

from fleet.models import DetectorRule, Vehicle, VehicleGroup, VehiclePaper
from fleet.vehicles.actions.save_paper import save_paper
from people.models import AuditEntry
from tests.fleet.people.conftest import browser_of
from tests.world import World


def test_a_paper_is_added_and_renewed(world: World, bus: Vehicle) -> None:
    client = browser_of(world.slamet)
    for until in ("2027-01-31", "2032-01-31"):
        client.post(f"/fleet/{bus.pk}/papers/", {"kind": "stnk", "number": "S-1", "expires_on": until})
    assert VehiclePaper.objects.get().expires_on == date(2032, 1, 31)
    assert AuditEntry.objects.filter(action="paper.save").latest("id").detail["expires_on"] == [
        "2027-01-31",
        "2032-01-31",
    ]
    client.post(f"/fleet/{bus.pk}/papers/{VehiclePaper.objects.get().pk}/remove/")
    assert not VehiclePaper.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "stnk"},
        {"kind": "stnk", "expires_on": "2027-13-01"},
        {"kind": "visa", "expires_on": "2027-01-01"},
        {"kind": "kir", "expires_on": "2027-01-01", "number": "9" * 61},
    ],
)
def test_it_rejects_a_paper_that_cannot_be_read(world: World, bus: Vehicle, sent: dict[str, str]) -> None:
    assert browser_of(world.slamet).post(f"/fleet/{bus.pk}/papers/", sent).status_code == 302
    assert not VehiclePaper.objects.exists()


def test_an_officer_reads_the_papers_and_changes_none(world: World, bus: Vehicle) -> None:
    VehiclePaper.objects.create(vehicle=bus, kind="kir", number="K-77", expires_on=date(2020, 1, 1))
    page = browser_of(world.budi).get(f"/fleet/{bus.pk}/").content.decode()
    assert "K-77" in page
    assert "expired" in page
    assert f"/fleet/{bus.pk}/papers/" not in page


def test_holder_and_fuel_are_kept(world: World, bus: Vehicle) -> None:
    fields = {"name": "Bus 1", "plate": "BB 1001 A", "kind": "bus", "active": "on", "holder": "Sekda"}
    client = browser_of(world.slamet)
    assert client.post(f"/fleet/{bus.pk}/edit/", fields | {"fuel_l_per_100km": "12.5"}).status_code == 302
    bus.refresh_from_db()
    assert (bus.holder, bus.fuel_l_per_100km) == ("Sekda", 12.5)
    assert client.post(f"/fleet/{bus.pk}/edit/", fields | {"fuel_l_per_100km": "-1"}).status_code == 422


def test_who_saves_over_somebody_elses_change_is_asked_first(world: World, bus: Vehicle) -> None:
    client = browser_of(world.slamet)
    page = client.get(f"/fleet/{bus.pk}/edit/").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    Vehicle.objects.update(holder="Camat")
    fields = {"name": "Bus One", "plate": "BB 1001 A", "kind": "bus", "active": "on", "seen": seen}
    refused = client.post(f"/fleet/{bus.pk}/edit/", fields)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert 'value="Bus One"' in text
    bus.refresh_from_db()
    assert (bus.name, bus.holder) == ("Bus 1", "Camat")
    again = text.split('name="seen" value="')[1].split('"')[0]
    assert client.post(f"/fleet/{bus.pk}/edit/", fields | {"seen": again}).status_code == 302


def test_a_group_is_made_changed_and_removed(world: World, bus: Vehicle, engine: Vehicle) -> None:
    client = browser_of(world.slamet)
    client.post("/fleet/groups/new/", {"name": "Night shift", "vehicles": [bus.pk, engine.pk]})
    group = VehicleGroup.objects.get()
    assert set(group.vehicles.all()) == {bus, engine}
    client.post(f"/fleet/groups/{group.pk}/", {"name": "Night", "vehicles": [bus.pk]})
    assert list(group.vehicles.all()) == [bus]
    client.post(f"/fleet/groups/{group.pk}/", {"remove": "1"})
    assert not VehicleGroup.objects.exists()


def test_a_group_with_rules_stays(world: World) -> None:
    group = VehicleGroup.objects.create(name="Night")
    DetectorRule.objects.create(kind="idling", group=group)
    browser_of(world.slamet).post(f"/fleet/groups/{group.pk}/", {"remove": "1"})
    assert VehicleGroup.objects.exists()


def test_a_group_without_a_name_is_refused(world: World) -> None:
    assert browser_of(world.slamet).post("/fleet/groups/new/", {"name": "  "}).status_code == 422


def test_an_officer_sees_the_own_agencys_groups_alone(world: World) -> None:
    VehicleGroup.objects.create(name="Ours", agency=world.roads)
    VehicleGroup.objects.create(name="Theirs", agency=world.fire)
    page = browser_of(world.budi).get("/fleet/groups/").content.decode()
    assert "Ours" in page
    assert "Theirs" not in page


def test_a_removed_paper_comes_back_at_one_press(world: World, bus: Vehicle) -> None:
    client = browser_of(world.slamet)
    paper = save_paper(world.slamet, bus, "stnk", date(2027, 5, 1), number="B-1")
    shown = client.post(f"/fleet/{bus.pk}/papers/{paper.pk}/remove/", follow=True).content.decode()
    assert not VehiclePaper.objects.exists()
    assert f'action="/fleet/{bus.pk}/papers/"' in shown
    for field in ('name="kind" value="stnk"', 'name="number" value="B-1"', 'name="expires_on" value="2027-05-01"'):
        assert field in shown
