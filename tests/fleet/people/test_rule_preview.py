"""A rule says what it would have raised before it is saved, and has no default that reaches everything."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fleet.detectors.settings import Overspeed
from fleet.models import DetectorRule, Vehicle
from fleet.protocols.fix import Fix
from fleet.rules.kinds import RuleKind
from fleet.rules.preview import preview
from fleet.rules.ruleset import Rule
from tests.fleet.conftest import delivery, store
from tests.fleet.people.conftest import browser_of
from tests.layers.drawings import published, ring
from tests.vehicles import make_vehicle
from tests.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
SPEEDING = {"severity": "1", "enabled": "on", "set_limit_kmh": "60", "set_seconds": "15", "zone": "every"}


@pytest.fixture
def people(transactional_db: None) -> World:
    return build()


@pytest.fixture
def racer(people: World) -> Vehicle:
    """A vehicle that drove 80 km/h three times yesterday, a minute each, and 30 km/h between."""
    vehicle = make_vehicle("racer", people.roads, name="Racer")
    begin = timezone.now() - timedelta(days=1)
    fixes = [
        Fix("racer", 98.40 + step * 0.001, 3.10, begin + timedelta(seconds=10 * step), speed_mps=speed, moving=True)
        for step, speed in enumerate([8.0, *([22.2] * 6 + [8.0] * 6) * 3])
    ]
    store([delivery(*fixes)])
    return vehicle


def test_nothing_is_chosen_for_its_author(people: World) -> None:
    client = browser_of(people.slamet)
    page = client.get("/fleet/rules/new/geofence/").content.decode()
    assert 'name="set_enter"' in page
    assert 'name="set_enter" id="id_set_enter" checked' not in page
    response = client.post("/fleet/rules/new/geofence/", {"severity": "1", "enabled": "on"})
    assert response.status_code == 422
    assert {"reach", "zone", "set_enter"} <= response.context["form"].errors.keys()
    assert not DetectorRule.objects.exists()


def test_the_preview_counts_what_the_rule_would_have_raised(people: World, racer: Vehicle) -> None:
    client = browser_of(people.slamet)
    sent = {**SPEEDING, "reach": "vehicle", "vehicle": racer.pk, "preview": "1"}
    page = client.post("/fleet/rules/new/overspeed/", sent)
    assert page.context["counted"].events == 3
    assert not DetectorRule.objects.exists()
    slower = client.post("/fleet/rules/new/overspeed/", {**sent, "set_limit_kmh": "90"})
    assert slower.context["counted"].events == 0


def test_a_rule_that_raises_too_much_is_saved_only_after_its_author_saw_the_number(
    people: World, racer: Vehicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fleet.rules.pages.rules.MANY", 2)
    client = browser_of(people.slamet)
    sent = {**SPEEDING, "reach": "everyone"}
    shown = client.post("/fleet/rules/new/overspeed/", sent)
    assert "3 events" in shown.content.decode()
    assert not DetectorRule.objects.exists()
    assert client.post("/fleet/rules/new/overspeed/", {**sent, "confirmed": "1"}).status_code == 302
    assert DetectorRule.objects.count() == 1


def test_a_zone_that_was_entered_is_counted(people: World, racer: Vehicle) -> None:
    zone = published(people.dewi, geometry=ring(500, 98.411, 3.10))
    chosen = {"reach": "everyone", "zone": str(zone.pk), "set_enter": "on", "preview": "1"}
    sent = {"severity": "1", "enabled": "on", **chosen}
    page = browser_of(people.slamet).post("/fleet/rules/new/geofence/", sent)
    assert page.context["counted"].events == 1


def test_counting_ends_in_time_and_says_how_many_vehicles_were_counted(people: World, racer: Vehicle) -> None:
    make_vehicle("second", people.roads)
    rule = Rule(0, RuleKind.OVERSPEED, Overspeed(limit_kmh=60), 1)
    counted = preview(people.slamet, rule, budget_s=0)
    assert counted is not None
    assert (counted.events, counted.vehicles, counted.reached, counted.complete) == (3, 1, 2, False)
