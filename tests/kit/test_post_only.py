"""An address that only writes leads back to its page when it is read: after a reload, or a login in between."""

import pytest
from django.urls import reverse

from fleet.models import Vehicle
from tests.fleet.people.conftest import browser_of
from tests.world import World


@pytest.mark.parametrize(
    ("name", "keys", "page"),
    [
        ("fleet_share", ["vehicle"], "fleet_vehicle"),
        ("fleet_paper", ["vehicle"], "fleet_vehicle"),
        ("fleet_assign", ["vehicle"], "fleet_vehicle"),
        ("fleet_attach", ["vehicle"], "fleet_vehicle"),
        ("fleet_move", ["vehicle", 5], "fleet_vehicle"),
        ("fleet_register", ["vehicle"], "fleet_vehicle"),
        ("fleet_share_revoke", ["vehicle", 5], "fleet_vehicle"),
        ("fleet_claim", [], "fleet_quarantine"),
        ("fleet_dismiss", [], "fleet_quarantine"),
        ("fleet_rule_switch", [7], "fleet_rules"),
        ("fleet_roster_cancel", [7], "fleet_roster"),
        ("fleet_hold_release", [7], "fleet_holds"),
        ("fleet_report_cancel", [7], "fleet_reports"),
        ("fleet_schedule_remove", [7], "fleet_reports"),
    ],
)
def test_reading_an_address_that_only_writes_leads_to_its_page(
    world: World, name: str, keys: list[int | str], page: str
) -> None:
    bus = Vehicle.objects.create(name="Bus 1")
    answer = browser_of(world.slamet).get(reverse(name, args=[bus.pk if key == "vehicle" else key for key in keys]))
    wanted = reverse(page, args=[bus.pk] if "vehicle" in keys else [])
    assert (answer.status_code, answer["Location"]) == (302, wanted)


def test_it_refuses_other_methods(world: World) -> None:
    assert browser_of(world.slamet).delete(reverse("fleet_claim")).status_code == 405
