"""The demo's tables agree with each other and with the ground."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise

import pytest
from shapely.geometry import Point

from demo import fleet_tables, tables
from demo.accounts import ACCOUNTS
from demo.areas import outline
from demo.roads import nodes
from demo.rules import RULES, groups
from demo.simulator.history import LENGTH
from demo.simulator.ways import way
from demo.zones import all_zones
from fleet.models import VehicleKind
from people.access import Role


def doubles(values: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {value for value in values if value in seen or seen.add(value)}  # type: ignore[func-returns-value]


def test_the_region_has_its_seventeen_districts_in_the_ministrys_order() -> None:
    assert [row.code for row in tables.districts()] == [f"12.06.{number:02d}" for number in range(1, 18)]


def test_every_district_has_villages_and_its_seat_among_them() -> None:
    for district in tables.districts():
        codes = [village.code for village in tables.villages() if village.district == district.code]
        assert len(codes) >= 6 and district.seat_village in codes, district


def test_every_category_names_an_agency_that_exists() -> None:
    agencies = {row.code for row in tables.agencies()}
    assert {row.agency for row in tables.categories()} <= agencies


def test_cameras_vehicles_and_accounts_name_agencies_that_exist() -> None:
    agencies = {row.code for row in tables.agencies()} | {""}
    used = {row.agency for row in tables.cameras()} | {row.agency for row in tables.vehicles()}
    used |= {row.agency for row in ACCOUNTS} | {row.agency for row in fleet_tables.drivers()}
    assert used <= agencies


def test_routing_names_categories_areas_and_agencies_that_exist() -> None:
    assert {row.category for row in tables.routing()} <= {row.code for row in tables.categories()}
    assert {row.area_code for row in tables.routing()} <= {row.code for row in tables.districts()}
    assert {row.agency for row in tables.routing()} <= {row.code for row in tables.agencies()}


def test_every_complaint_names_a_category_that_exists() -> None:
    assert {row.category for row in tables.complaints()} <= {row.code for row in tables.categories()}


def test_no_identity_is_used_twice() -> None:
    assert not doubles(row.code for row in tables.villages())
    assert not doubles([row.code for row in tables.sites()] + [row.code for row in tables.hazards()])
    assert not doubles(row.code for row in tables.cameras())
    assert not doubles(row.device for row in tables.vehicles())
    assert not doubles(row.plate for row in tables.vehicles())
    assert not doubles(row.key for row in tables.complaints())
    assert not doubles(row.code for row in tables.agencies())
    assert not doubles(row.code for row in tables.categories())


@pytest.mark.parametrize("rows", [tables.cameras(), tables.complaints(), tables.sites(), tables.villages()])
def test_everything_lies_within_the_regency(rows: tuple[tables.CameraRow, ...]) -> None:
    assert [row for row in rows if not outline().contains(Point(row.lon, row.lat))] == []


def test_there_are_sixty_vehicles_of_known_kinds_on_known_places() -> None:
    assert len(tables.vehicles()) == 60
    assert {row.kind for row in tables.vehicles()} <= set(VehicleKind.values)
    assert {place for row in tables.vehicles() for place in (row.base, *row.duty)} <= set(nodes())


def test_some_vehicles_are_late_some_parked_and_some_fall_silent() -> None:
    assert {row.habit for row in tables.vehicles()} == {"drives", "office", "parked", "late", "silent"}


def test_invented_plates_and_people_are_marked_as_demo() -> None:
    assert all(row.plate.endswith(" DEM") for row in tables.vehicles())
    assert all(account.last_name == "(demo)" for account in ACCOUNTS)


def test_drivers_incidents_and_papers_are_of_vehicles_that_exist() -> None:
    named = {row.device for row in fleet_tables.drivers()} | {row.device for row in fleet_tables.incidents()}
    named |= {row.device for row in fleet_tables.papers()}
    assert named - {""} <= {row.device for row in tables.vehicles()}
    assert all(bool(row.device) == bool(row.shift) for row in fleet_tables.drivers())
    assert {row.login for row in fleet_tables.drivers()} - {""} <= {account.username for account in ACCOUNTS}
    assert not doubles(row.name for row in fleet_tables.drivers())
    assert not doubles(f"{row.device} {row.kind}" for row in fleet_tables.papers())


def test_every_incident_lies_within_the_history_and_leads_somewhere() -> None:
    for row in fleet_tables.incidents():
        assert max(row.days_ago) * timedelta(days=1) < LENGTH
        base = next(vehicle.base for vehicle in tables.vehicles() if vehicle.device == row.device)
        assert all(way(start, goal) for start, goal in pairwise((base, *row.way, base)))


@pytest.mark.parametrize("weekday", range(7))
def test_last_week_holds_every_incident_whatever_day_of_the_week_it_is(weekday: int) -> None:
    last_week = range(weekday + 1, weekday + 8)
    assert [row.what for row in fleet_tables.incidents() if not {*row.days_ago} & {*last_week}] == []


def test_every_rule_is_about_a_zone_an_agency_and_vehicles_that_exist() -> None:
    assert {rule.zone for rule in RULES} - {""} <= {zone.code for zone in all_zones()}
    assert {rule.agency for rule in RULES} - {""} <= {row.code for row in tables.agencies()}
    assert {rule.group for rule in RULES} - {""} <= set(groups())
    assert all(groups().values())


def test_there_is_an_account_for_every_role() -> None:
    assert {account.role for account in ACCOUNTS} == set(Role)
    assert not doubles(account.username for account in ACCOUNTS)


def test_the_complaints_are_in_all_stages_and_of_different_ages() -> None:
    stages = {row.stage for row in tables.complaints()}
    assert {"received", "verified", "forwarded", "in_progress", "followed_up", "closed", "reopened"} <= stages
    ages = [timedelta(hours=row.age_h) for row in tables.complaints()]
    assert min(ages) < timedelta(hours=1) and max(ages) > timedelta(days=7)
