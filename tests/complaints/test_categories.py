"""Categories and routing rules are kept by the administrator; a centre can begin with nothing."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from complaints.actions.save_category import CategoryDetails, save_category
from complaints.actions.save_routing_rule import add_routing_rule, remove_routing_rule
from complaints.models import Category, Complaint, RoutingRule, Status
from people.access import Denied, Role
from people.models import Agency, AuditEntry, User
from tests.complaints.conftest import KABANJAHE
from tests.world import PASSWORD, World


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields(**changes: object) -> dict[str, object]:
    values = {"code": "sampah", "name": "Sampah", "name_en": "Waste", "complaint_class": "complaint", "active": "on"}
    return {**values, **changes}


def test_an_administrator_adds_a_category(world: World) -> None:
    values = fields(default_agency=world.roads.pk, emergency="on", needs_second_person="on")
    assert as_user(world.gita).post("/desk/categories/new/", values).status_code == 302
    category = Category.objects.get()
    assert (category.name, category.default_agency, category.emergency) == ("Sampah", world.roads, True)
    assert (category.needs_second_person, category.supervisory, category.active) == (True, False, True)
    entry = AuditEntry.objects.get(action="category.create")
    assert (entry.actor, entry.detail["after"]["default_agency"]) == (world.gita, "dinas-pupr")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "jalan-rusak"}, "code"),
        ({"code": "jalan rusak"}, "code"),
        ({"name": " "}, "name"),
        ({"name_en": "W" * 121}, "name_en"),
        ({"complaint_class": "wish"}, "complaint_class"),
        ({"default_agency": 999_999}, "default_agency"),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_nothing_is_written(
    world: World, potholes: Category, changes: dict[str, object], field: str
) -> None:
    response = as_user(world.gita).post("/desk/categories/new/", fields(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert list(Category.objects.all()) == [potholes]
    assert not AuditEntry.objects.filter(action__startswith="category.").exists()


def test_a_category_is_changed_and_switched_off(world: World, potholes: Category) -> None:
    values = fields(code="jalan-rusak", name="Jalan berlubang", active="")
    assert as_user(world.gita).post(f"/desk/categories/{potholes.pk}/", values).status_code == 302
    potholes.refresh_from_db()
    assert (potholes.name, potholes.active, potholes.default_agency) == ("Jalan berlubang", False, None)
    detail = AuditEntry.objects.get(action="category.change").detail
    assert (detail["before"]["name"], detail["after"]["name"]) == ("Jalan rusak", "Jalan berlubang")


def test_a_switched_off_agency_is_not_chosen_anew_but_may_stay(world: World, potholes: Category) -> None:
    Agency.objects.update(active=False)
    client = as_user(world.gita)
    fresh = client.post("/desk/categories/new/", fields(default_agency=world.roads.pk))
    assert list(fresh.context["form"].errors) == ["default_agency"]
    kept = fields(code="jalan-rusak", default_agency=world.roads.pk)
    assert client.post(f"/desk/categories/{potholes.pk}/", kept).status_code == 302


def test_a_rule_is_added_and_removed_on_the_categorys_page(world: World, potholes: Category) -> None:
    client, page = as_user(world.gita), f"/desk/categories/{potholes.pk}/"
    assert client.post(f"{page}rules/", {"area_code": "12.06.01", "agency": world.fire.pk}).status_code == 302
    rule = RoutingRule.objects.get()
    assert (rule.category, rule.area_code, rule.agency) == (potholes, "12.06.01", world.fire)
    assert list(client.get(page).context["rules"]) == [rule]
    assert client.post(f"{page}rules/{rule.pk}/remove/").status_code == 302
    assert not RoutingRule.objects.exists()
    entries = AuditEntry.objects.filter(action__startswith="routing.").order_by("id")
    face = {"area_code": "12.06.01", "agency": "damkar"}
    assert [(entry.action, entry.detail) for entry in entries] == [("routing.add", face), ("routing.remove", face)]


@pytest.mark.parametrize(
    ("area_code", "agency", "field"),
    [("12.6", "roads", "area_code"), ("12.06", "roads", "area_code"), ("", "", "agency"), ("", "fire", "agency")],
    ids=["no code", "there is one", "no agency", "an agency that is switched off"],
)
def test_a_wrong_rule_is_shown_at_its_field_and_not_written(
    world: World, potholes: Category, area_code: str, agency: str, field: str
) -> None:
    RoutingRule.objects.create(category=potholes, area_code="12.06", agency=world.roads)
    Agency.objects.filter(code="damkar").update(active=False)
    values = {"area_code": area_code, "agency": getattr(world, agency).pk if agency else ""}
    response = as_user(world.gita).post(f"/desk/categories/{potholes.pk}/rules/", values)
    assert response.status_code == 422
    assert list(response.context["rule_form"].errors) == [field]
    assert RoutingRule.objects.count() == 1
    assert not AuditEntry.objects.filter(action="routing.add").exists()


def test_a_rule_is_not_removed_by_the_address_of_another_category(
    world: World, potholes: Category, fire: Category
) -> None:
    rule = RoutingRule.objects.create(category=potholes, area_code="12.06", agency=world.roads)
    as_user(world.gita).post(f"/desk/categories/{fire.pk}/rules/{rule.pk}/remove/")
    assert RoutingRule.objects.get() == rule


def test_the_list_says_where_each_category_goes(world: World, potholes: Category, misconduct: Category) -> None:
    RoutingRule.objects.create(category=potholes, area_code="12.06.01", agency=world.fire)
    page = as_user(world.gita).get("/desk/categories/")
    lines = {line.category: line for line in page.context["lines"]}
    assert (lines[potholes].elsewhere, lines[misconduct].elsewhere) == (world.roads, None)
    assert [rule.agency for rule in lines[potholes].area_rules] == [world.fire]
    assert "the operator chooses" in page.content.decode()


def test_the_actions_themselves_refuse_everybody_else(world: World, potholes: Category) -> None:
    rule = RoutingRule.objects.create(category=potholes, area_code="12.06", agency=world.roads)
    for person in world.everyone:
        if person == world.gita:
            continue
        with pytest.raises(Denied):
            save_category(person, CategoryDetails("x", "X"), potholes)
        with pytest.raises(Denied):
            add_routing_rule(person, potholes, "12", world.fire)
        with pytest.raises(Denied):
            remove_routing_rule(person, rule)
    potholes.refresh_from_db()
    assert (potholes.code, RoutingRule.objects.get()) == ("jalan-rusak", rule)


def test_the_starter_set_is_loaded_once_and_leaves_what_is_there(potholes: Category) -> None:
    call_command("load_starter_categories", verbosity=0)
    count = Category.objects.count()
    assert count >= 20
    call_command("load_starter_categories", verbosity=0)
    assert Category.objects.count() == count
    potholes.refresh_from_db()
    assert potholes.default_agency is not None
    others = Category.objects.exclude(pk=potholes.pk)
    assert not others.filter(default_agency__isnull=False).exists()
    assert not others.filter(name_en="").exists()
    assert others.filter(emergency=True).exists()


@pytest.mark.parametrize("address", ["/", "/pengaduan/"])
def test_a_centre_without_a_category_says_that_it_takes_no_complaints(
    client: Client, misconduct: Category, address: str
) -> None:
    client.cookies["django_language"] = "id"
    assert "belum menerima pengaduan" not in client.get(address).content.decode()
    Category.objects.update(active=False)
    text = client.get(address).content.decode()
    assert "belum menerima pengaduan" in text
    assert 'href="tel:112"' in text
    assert "<select" not in text


def test_what_was_typed_outlives_the_switching_off_of_all_categories(client: Client, db: None) -> None:
    answer = client.post("/pengaduan/", {"title": "Lubang besar", "description": "Sejak Senin"})
    assert answer.status_code == 422
    assert "Sejak Senin" in answer.content.decode()
    assert 'href="tel:112"' in answer.content.decode()


def test_a_new_centre_from_nothing_to_a_forwarded_complaint(db: None) -> None:
    """Agency, officer and operator, category, a citizen's complaint, and the agency's inbox; all of it on pages."""
    gita = as_user(User.objects.create_user("gita", password=PASSWORD, role=Role.ADMINISTRATOR, language="en"))
    gita.post("/people/agencies/new/", {"code": "pupr", "name": "Dinas PUPR", "active": "on"})
    agency = Agency.objects.get()
    for name, role, own in (("budi", "agency_officer", agency.pk), ("ani", "operator", "")):
        person = {"username": name, "role": role, "agency": own, "language": "id", "is_active": "on"}
        gita.post("/people/new/", {**person, "first_name": name, "password": PASSWORD})
    gita.post("/desk/categories/new/", fields(default_agency=agency.pk))
    Client().post(
        "/pengaduan/", {"form_token": str(uuid4()), "category": "sampah", "title": "Sampah menumpuk", **KABANJAHE}
    )
    complaint = Complaint.objects.get()
    ani = as_user(User.objects.get(username="ani"))
    for act, values in (("verify", {}), ("forward", {"instruction": "Angkut hari ini"})):
        ani.post(f"/desk/{complaint.tracking_code}/{act}/", {"version": complaint.version, **values})
        complaint.refresh_from_db()
    assert (complaint.status, complaint.agency) == (Status.FORWARDED, agency)
    budi = as_user(User.objects.get(username="budi"))
    assert complaint.tracking_code in budi.get("/desk/").content.decode()
