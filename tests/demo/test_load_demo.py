"""The demo loads whole, and only once."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from cameras.models import Camera
from complaints.models import Complaint, Status
from demo.tables import cameras, complaints, vehicles
from demo.zones import all_zones
from fleet.events.kinds import EventKind
from fleet.models import Device, DriverAssignment, Quarantine, RosterEntry, Vehicle, VehicleEvent
from fleet.reports.kinds import ReportKind
from fleet.reports.make import build
from fleet.reports.scope import Scope, vehicles_in
from geo.models import Area, GroundFeature
from incidents.models import Incident
from layers.models import Zone
from people.models import User
from reports.choices import RelativePeriod
from reports.period import relative

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demo region, loaded once for all tests of this file, and committed: positions are stored over a connection
    of their own.
    """
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(PANTAU_DEMO=True, MEDIA_ROOT=media):
        call_command("load_demo", verbosity=0)
    with override_settings(PANTAU_DEMO=True, MEDIA_ROOT=media):
        yield
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


def counts() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_it_loads_everything(demo: None) -> None:
    assert Area.objects.filter(level="district").count() == 17
    assert GroundFeature.objects.filter(kind="road").count() > 30
    assert Camera.objects.count() == len(cameras())
    assert Zone.objects.filter(status="published").count() == len(all_zones())
    assert Vehicle.objects.count() == Device.objects.exclude(vehicle=None).count() == len(vehicles()) == 60
    assert Complaint.objects.count() == len(complaints())


def test_an_incident_is_worked_on_and_another_is_closed(demo: None) -> None:
    opened, closed = Incident.objects.get(state="open"), Incident.objects.get(state="closed")
    assert opened.complaint_links.count() == 2
    assert opened.assignments.filter(released_at=None).count() == 2
    assert closed.closing_note


def test_every_fleet_report_tells_something_of_last_week(demo: None) -> None:
    supervisor = User.objects.get(username="pengawas")
    days = relative(RelativePeriod.LAST_WEEK, timezone.localdate())
    vehicles = vehicles_in(supervisor, Scope())
    rows = {kind: build(kind, supervisor, vehicles, days).rows for kind in ReportKind}
    assert [kind for kind, found in rows.items() if not found] == []


def test_the_past_of_the_fleet_holds_what_detectors_look_for(demo: None) -> None:
    kinds = set(VehicleEvent.objects.values_list("kind", flat=True))
    assert kinds >= {
        EventKind.OVERSPEED, EventKind.IDLING, EventKind.ZONE_ENTERED, EventKind.ZONE_FORBIDDEN, EventKind.OFF_DUTY,
        EventKind.OFF_AREA, EventKind.DRIVING_TOO_LONG, EventKind.PAPER_EXPIRES,
    }  # fmt: skip
    assert not kinds & {EventKind.HARSH_BRAKING, EventKind.HARSH_ACCELERATION, EventKind.TOWING, EventKind.POWER_CUT}
    assert DriverAssignment.objects.filter(valid_to=None).exists()
    assert RosterEntry.objects.filter(start__gt=timezone.now()).exists()
    assert Quarantine.objects.filter(reason="unknown_device").values("identity").distinct().count() == 2


def test_a_second_load_adds_nothing(demo: None) -> None:
    before = counts()
    call_command("load_demo")
    assert counts() == before


def test_each_complaint_is_in_its_stage_and_has_its_age_and_place(demo: None) -> None:
    stages = {row.title: row for row in complaints()}
    expected = {"returned": Status.VERIFIED}
    for complaint in Complaint.objects.all():
        row = stages[complaint.title]
        assert complaint.status == expected.get(row.stage, row.stage)
        assert abs((timezone.now() - complaint.created_at).total_seconds() / 3600 - row.age_h) < 0.1
        assert complaint.place and complaint.area is not None


def test_the_steps_of_a_complaint_are_in_order_of_time(demo: None) -> None:
    for complaint in Complaint.objects.prefetch_related("transitions"):
        moments = [step.at for step in complaint.transitions.all()]
        assert moments == sorted(moments) and moments[0] == complaint.created_at and moments[-1] == complaint.updated_at
