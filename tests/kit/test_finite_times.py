"""The database refuses infinite times, which Python cannot read, where pages read them."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import DateField, Model
from django.test import Client

from fleet.models import DeviceState
from tests.vehicles import make_vehicle
from tests.world import World

pytestmark = pytest.mark.django_db
APPS = ("cameras", "fleet", "complaints", "notify", "incidents")


def _columns() -> Iterator[tuple[type[Model], str]]:
    for model in apps.get_models():
        if model._meta.app_label in APPS and model._meta.managed:
            yield from ((model, field.attname) for field in model._meta.fields if isinstance(field, DateField))


@pytest.mark.parametrize(("model", "column"), list(_columns()), ids=str)
def test_a_constraint_of_the_table_reads_the_column(model: type[Model], column: str) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    checked = [name for name, one in found.items() if one["check"] and column in one["columns"]]
    assert any(name.endswith(("_finite", "_in_range")) for name in checked), checked


@pytest.mark.parametrize("value", ["infinity", "-infinity"])
@pytest.mark.parametrize("column", [field.column for field in DeviceState._meta.fields if isinstance(field, DateField)])
def test_a_device_has_no_infinite_time_and_its_pages_open(
    world: World, client: Client, column: str, value: str
) -> None:
    vehicle = make_vehicle("truck-9", world.roads)
    with pytest.raises(IntegrityError, match="finite"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE fleet_devicestate SET {column} = %s", [value])
    client.force_login(world.ani)
    assert client.get(f"/fleet/{vehicle.pk}/").status_code == 200
