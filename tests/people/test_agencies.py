"""Agencies are entered and changed by the administrator alone, and switched off instead of deleted."""

import pytest
from django.test import Client

from people.access import Denied
from people.actions.save_agency import AgencyDetails, save_agency
from people.models import Agency, AuditEntry
from tests.world import World


@pytest.fixture
def gita(world: World) -> Client:
    client = Client()
    client.force_login(world.gita)
    return client


def fields(**changes: str) -> dict[str, str]:
    return {
        "code": "dinas-kesehatan",
        "name": "Dinas Kesehatan",
        "name_en": "Health Agency",
        "short_name": "Dinkes",
        "area_code": "12.06",
        "phone": "0628-20123",
        "email": "dinkes@karo.example",
        "active": "on",
        **changes,
    }


def test_an_administrator_adds_an_agency(world: World, gita: Client) -> None:
    assert gita.post("/people/agencies/new/", fields()).status_code == 302
    agency = Agency.objects.get(code="dinas-kesehatan")
    assert (agency.short_name, agency.area_code, agency.active) == ("Dinkes", "12.06", True)
    entry = AuditEntry.objects.get(action="agency.create")
    assert (entry.actor, entry.object_label, entry.detail["before"]) == (world.gita, "Dinkes", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "damkar"}, "code"),
        ({"code": "Dinas Kesehatan"}, "code"),
        ({"name": ""}, "name"),
        ({"area_code": "12.6"}, "area_code"),
        ({"area_code": "Karo"}, "area_code"),
        ({"email": "dinkes"}, "email"),
        ({"phone": "0" * 41}, "phone"),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_nothing_is_written(
    gita: Client, changes: dict[str, str], field: str
) -> None:
    before = set(Agency.objects.values_list("code", "name"))
    response = gita.post("/people/agencies/new/", fields(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert set(Agency.objects.values_list("code", "name")) == before
    assert not AuditEntry.objects.filter(action__startswith="agency.").exists()


def test_an_area_code_without_dots_is_understood(gita: Client) -> None:
    gita.post("/people/agencies/new/", fields(area_code="120601"))
    assert Agency.objects.get(code="dinas-kesehatan").area_code == "12.06.01"


def test_an_agency_in_use_is_switched_off_and_keeps_its_people(world: World, gita: Client) -> None:
    address = f"/people/agencies/{world.roads.pk}/"
    values = fields(code="dinas-pupr", name="Dinas PUPR", active="")
    assert gita.post(address, values).status_code == 302
    world.roads.refresh_from_db()
    assert (world.roads.name, world.roads.active) == ("Dinas PUPR", False)
    assert world.roads.members.filter(pk=world.budi.pk).exists()
    assert gita.delete(address).status_code == 405
    detail = AuditEntry.objects.get(action="agency.change").detail
    assert (detail["before"]["active"], detail["after"]["active"]) == (True, False)


def test_the_action_itself_refuses_everybody_else(world: World) -> None:
    for person in world.everyone:
        if person != world.gita:
            with pytest.raises(Denied):
                save_agency(person, AgencyDetails("x", "X"), world.roads)
    world.roads.refresh_from_db()
    assert world.roads.code == "dinas-pupr"


def test_people_and_agencies_lead_to_each_other(gita: Client) -> None:
    assert 'href="/people/agencies/"' in gita.get("/people/").content.decode()
    page = gita.get("/people/agencies/").content.decode()
    assert 'href="/people/"' in page
    assert "Public Works Agency" in page


def test_the_pages_speak_indonesian(world: World, gita: Client) -> None:
    world.gita.language = "id"
    world.gita.save()
    page = gita.get("/people/agencies/new/").content.decode()
    assert "Tambah OPD" in page
    assert "Kode Kemendagri wilayah tanggung jawabnya" in page
