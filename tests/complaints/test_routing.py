"""Which agency a complaint goes to."""

import pytest

from complaints.models import Category, RoutingRule
from complaints.routing import agency_for
from people.models import Agency
from tests.world import World


def _rule(category: Category, area_code: str, agency: Agency) -> None:
    RoutingRule.objects.create(category=category, area_code=area_code, agency=agency)


def test_the_most_specific_area_wins(world: World, potholes: Category) -> None:
    _rule(potholes, "12.06", world.roads)
    _rule(potholes, "12.06.01", world.fire)
    assert agency_for(potholes, "12.06.01.1009") == world.fire
    assert agency_for(potholes, "12.06.02.2001") == world.roads


def test_a_code_is_no_prefix_of_a_longer_number(world: World, potholes: Category) -> None:
    _rule(potholes, "12.06.1", world.fire)
    assert agency_for(potholes, "12.06.10.2001") == world.roads


@pytest.mark.parametrize("area_code", [None, "61.71"])
def test_the_default_answers_where_no_rule_does(world: World, potholes: Category, area_code: str | None) -> None:
    _rule(potholes, "12.06", world.fire)
    assert agency_for(potholes, area_code) == world.roads


def test_a_rule_without_area_goes_before_the_default(world: World, potholes: Category) -> None:
    _rule(potholes, "", world.fire)
    assert agency_for(potholes, None) == world.fire


def test_an_agency_that_is_no_more_gets_nothing(world: World, potholes: Category) -> None:
    world.roads.active = False
    world.roads.save()
    potholes.refresh_from_db()
    assert agency_for(potholes, None) is None
