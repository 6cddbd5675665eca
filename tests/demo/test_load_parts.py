"""Parts of the demo by themselves."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from demo.accounts import ACCOUNTS
from demo.loading.areas import load_areas
from demo.loading.people import load_accounts, load_agencies
from geo.gazetteer import place_name
from geo.models import Area
from people.models import Agency

pytestmark = pytest.mark.django_db


def test_it_refuses_to_load_where_the_demo_is_off(settings: Any) -> None:
    settings.PANTAU_DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Agency.objects.exists()


def test_every_account_can_log_in(client: Client) -> None:
    load_agencies()
    load_accounts()
    refused = [known for known in ACCOUNTS if not client.login(username=known.username, password=known.password)]
    assert refused == []


def test_a_real_boundary_is_not_replaced_by_a_drawn_one() -> None:
    load_areas()
    Area.objects.filter(code="12.06.12").update(source="BIG", name="Simpang Empat (resmi)")
    load_areas()
    assert Area.objects.get(code="12.06.12").name == "Simpang Empat (resmi)"


def test_a_point_in_the_demo_region_has_a_name() -> None:
    load_areas()
    assert place_name(98.4720, 3.1260) == "Lingga, Simpang Empat"
