"""The page of holds."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fleet.models import LegalHold, Vehicle
from fleet.retention.actions.hold import HoldDetails, place_hold
from fleet.retention.held_days import Run, kept_by
from tests.vehicles import make_vehicle
from tests.world import World

TODAY = timezone.now().astimezone(UTC).date()


@pytest.fixture
def truck(world: World) -> Vehicle:
    return make_vehicle("truck-1", name="Truk Sampah 1")


def page_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "id"
    return client


def placed(world: World, back: int, until: int, vehicle: Vehicle | None = None) -> LegalHold:
    days = TODAY - timedelta(days=back), TODAY - timedelta(days=until)
    return place_hold(world.slamet, HoldDetails(*days, "Perkara 12/2026", vehicle))


def test_a_supervisor_places_a_hold_with_its_reason(world: World, truck: Vehicle) -> None:
    form = {"vehicle": truck.pk, "first_day": "2026-03-01", "last_day": "2026-03-02", "reason": "Perkara 12/2026"}
    answer = page_of(world.slamet).post("/fleet/holds/", form, follow=True)
    hold = LegalHold.objects.get()
    assert (hold.vehicle, hold.placed_by, hold.reason) == (truck, world.slamet, "Perkara 12/2026")
    assert "Perkara 12/2026" in answer.content.decode()


def test_what_cannot_be_held_is_said_beside_its_field(world: World) -> None:
    form = {"first_day": "2026-03-02", "last_day": "2026-03-01", "reason": "Perkara"}
    answer = page_of(world.slamet).post("/fleet/holds/", form)
    assert answer.status_code == 422
    assert "Hari terakhir mendahului hari pertama." in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_a_hold_is_released_with_a_reason(world: World) -> None:
    hold = placed(world, 10, 9)
    client = page_of(world.gita)
    client.post(f"/fleet/holds/{hold.pk}/release/", {"reason": ""})
    assert LegalHold.objects.get().released_at is None
    client.post(f"/fleet/holds/{hold.pk}/release/", {"reason": "Perkara selesai"})
    hold = LegalHold.objects.get()
    assert (hold.released_by, hold.release_reason) == (world.gita, "Perkara selesai")


def test_it_tells_which_days_are_kept_because_of_a_hold(world: World) -> None:
    """The region's days touch the UTC day before the first one, too."""
    hold = placed(world, 20, 18)
    stored = [TODAY - timedelta(days=back) for back in (30, 21, 20, 18, 15)]
    kept = kept_by([hold], stored, TODAY - timedelta(days=16))
    runs = [Run(TODAY - timedelta(days=21), TODAY - timedelta(days=20))]
    assert kept[0].runs == [*runs, Run(TODAY - timedelta(days=18), TODAY - timedelta(days=18))]
    assert kept[0].days == 3


def test_days_within_the_policy_are_not_kept_because_of_it(world: World) -> None:
    assert kept_by([placed(world, 3, 1)], [TODAY - timedelta(days=2)], TODAY - timedelta(days=16))[0].runs == []
