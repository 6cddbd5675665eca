"""No date that code cannot count with is taken, and the database holds none."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from fleet.models import Driver, LegalHold, VehiclePaper
from tests.vehicles import make_vehicle
from tests.world import World

ROOT = Path(__file__).resolve().parents[3]
ODD_DAYS = ("0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31")


def logged_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize("day", ODD_DAYS)
def test_pages_refuse_such_a_day_in_words(world: World, day: str) -> None:
    vehicle, client = make_vehicle("BK 1 A", world.roads), logged_in(world.slamet)
    driver = Driver.objects.create(name="Joko", agency=world.roads)
    hold = {"first_day": day, "last_day": day, "reason": "case 12"}
    duty = {"vehicle": vehicle.pk, "driver": driver.pk, "day": day, "start": "22:00", "end": "02:00"}
    paper = {"kind": "stnk", "expires_on": day, "number": "1"}
    for path, posted in (
        ("/fleet/holds/", hold),
        ("/fleet/roster/", duty),
        (f"/fleet/{vehicle.pk}/papers/", paper),
        ("/fleet/drivers/new/", {"name": "Tono", "licence_expires_on": day}),
    ):
        response = client.post(path, posted)
        assert response.status_code in {302, 422}, path
        shown = client.get(response["Location"]) if response.status_code == 302 else response
        assert "1900" in shown.content.decode(), path
    assert not LegalHold.objects.exists()
    assert not VehiclePaper.objects.exists()
    assert not Driver.objects.filter(name="Tono").exists()


@pytest.mark.parametrize(
    "path", ["/fleet/roster/?week={}", "/fleet/1/?day={}", "/audit/?day={}", "/fleet/reports/?first={}"]
)
@pytest.mark.parametrize("day", ODD_DAYS)
def test_no_address_with_such_a_day_is_a_server_error(world: World, path: str, day: str) -> None:
    assert logged_in(world.slamet).get(path.format(day)).status_code < 500


def test_the_database_holds_no_such_day(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.create(
            first_day=date(1, 1, 1),
            last_day=date(9999, 12, 31),
            reason="x",
            placed_by=world.slamet,
            placed_at=timezone.now(),
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        VehiclePaper.objects.create(vehicle=make_vehicle("A"), kind="stnk", expires_on=date(9999, 12, 31))


def test_date_fields_of_forms_come_from_kit() -> None:
    """Django's own take the years 1 and 9999."""
    plain = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in ROOT.iterdir()
        if (package / "apps.py").exists() and package.name != "kit"
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"forms.DateField", "forms.DateTimeField"}
    ]
    assert plain == []
