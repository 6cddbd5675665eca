"""A small fleet with drivers, for the tests of who drives what and who sees what."""

import pytest
from django.test import Client

from fleet.models import Driver, Vehicle
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from people.models import User
from tests.world import World


@pytest.fixture
def bus(world: World) -> Vehicle:
    """A vehicle of the roads agency."""
    return create_vehicle(None, NewVehicle("Bus 1", plate="BB 1001 A", agency=world.roads))


@pytest.fixture
def engine(world: World) -> Vehicle:
    """A vehicle of the fire service."""
    return create_vehicle(None, NewVehicle("Engine 1", plate="BB 2001 F", agency=world.fire))


@pytest.fixture
def rudi(world: World) -> Driver:
    """A driver of the roads agency without a login."""
    return Driver.objects.create(name="Rudi Tarigan", agency=world.roads, licence_number="SIM-1")


@pytest.fixture
def tono(world: World) -> Driver:
    """Another driver of the roads agency."""
    return Driver.objects.create(name="Tono Ginting", agency=world.roads, licence_number="SIM-2")


def browser_of(user: User | None) -> Client:
    """A client that is logged in as ``user``, or as nobody."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client
