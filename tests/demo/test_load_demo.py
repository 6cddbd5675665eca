"""The demo loads whole, and only once."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cameras.models import Camera
from demo.accounts import ACCOUNTS
from demo.loading.areas import load_areas
from demo.loading.people import load_accounts, load_agencies
from demo.tables import cameras, reports, vehicles
from demo.zones import all_zones
from fleet.models import Device, Vehicle
from geo.gazetteer import place_name
from geo.models import Area, GroundFeature
from incidents.models import Report, Status
from layers.models import Zone
from people.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db: None, settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The demo region, loaded."""
    settings.PANTAU_DEMO = True
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    call_command("load_demo", verbosity=0)


def counts() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_it_loads_everything(demo: None) -> None:
    assert Area.objects.filter(level="district").count() == 17
    assert GroundFeature.objects.filter(kind="road").count() > 30
    assert Camera.objects.count() == len(cameras())
    assert Zone.objects.filter(status="published").count() == len(all_zones())
    assert Vehicle.objects.count() == Device.objects.exclude(vehicle=None).count() == len(vehicles()) == 60
    assert Report.objects.count() == len(reports())


def test_a_second_load_adds_nothing(demo: None) -> None:
    before = counts()
    call_command("load_demo")
    assert counts() == before


def test_it_refuses_to_load_where_the_demo_is_off(settings: Any) -> None:
    settings.PANTAU_DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not Agency.objects.exists()


def test_each_report_is_in_its_stage_and_has_its_age_and_place(demo: None) -> None:
    stages = {row.title: row for row in reports()}
    expected = {"returned": Status.VERIFIED}
    for report in Report.objects.all():
        row = stages[report.title]
        assert report.status == expected.get(row.stage, row.stage)
        assert abs((timezone.now() - report.created_at).total_seconds() / 3600 - row.age_h) < 0.1
        assert report.place and report.area is not None


def test_the_steps_of_a_report_are_in_order_of_time(demo: None) -> None:
    for report in Report.objects.prefetch_related("transitions"):
        moments = [step.at for step in report.transitions.all()]
        assert moments == sorted(moments) and moments[0] == report.created_at and moments[-1] == report.updated_at


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
