"""One of everything that an address can name."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from complaints.actions.forward import forward
from complaints.actions.submit import submit
from complaints.actions.verify import verify
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, RoutingRule
from fleet.drivers.actions.assign_driver import assign_driver
from fleet.events.kinds import EventKind
from fleet.models import (
    DetectorRule,
    Driver,
    PaperKind,
    ReportRun,
    RosterEntry,
    VehicleEvent,
    VehicleGroup,
    VehiclePaper,
)
from fleet.vehicles.actions.share_vehicle import share_vehicle
from incidents.actions.open_incident import IncidentDraft, open_incident
from kit.severity import Severity
from notify.models import Webhook
from people.actions.api_keys import make_key
from tests.cameras.factories import registered
from tests.layers.drawings import published
from tests.vehicles import make_vehicle
from tests.world import World


@pytest.fixture
def objects(world: World) -> dict[str, str | int]:
    """One of everything that an address can name, each of the roads agency or of the centre."""
    now, ani, gita = timezone.now(), world.ani, world.gita
    category = Category.objects.create(code="jalan", name="Jalan", default_agency=world.roads)
    told = {"category": "jalan", "title": "Lubang", "lon": 98.49, "lat": 3.1}
    complaint = submit(parse_submission(told), Channel.PORTAL).complaint
    verify(complaint.tracking_code, ani)
    forward(complaint.tracking_code, ani, instruction="Tambal")
    vehicle = make_vehicle("grader-1", world.roads)
    device = vehicle.devices.get()
    driver = Driver.objects.create(name="Rudi", agency=world.roads)
    spot = Point(98.49, 3.1, srid=4326)
    seen = {"kind": EventKind.SOS, "severity": Severity.ALARM, "time": now, "since": now, "raised_at": now}
    days = {"first": "2026-01-01", "last": "2026-01-02"}
    run = {"kind": "trips", "format": "csv", "parameters": days, "created_at": now, "expires_at": now + timedelta(1)}
    return {
        "code": complaint.tracking_code,
        "category_id": category.pk,
        "desk rule_id": RoutingRule.objects.create(category=category, agency=world.roads).pk,
        "user_id": world.budi.pk,
        "agency_id": world.roads.pk,
        "vehicle_id": vehicle.pk,
        "device_id": device.pk,
        "driver_id": driver.pk,
        "assignment_id": assign_driver(ani, vehicle, driver).pk,
        "entry_id": RosterEntry.objects.create(vehicle=vehicle, driver=driver, start=now, end=now + timedelta(1)).pk,
        "paper_id": VehiclePaper.objects.create(
            vehicle=vehicle, kind=PaperKind.values[0], expires_on=date(2030, 1, 1)
        ).pk,
        "link_id": share_vehicle(ani, vehicle, 4).link.pk,
        "group_id": VehicleGroup.objects.create(name="Alat berat", agency=world.roads).pk,
        "rule_id": DetectorRule.objects.create(kind="overspeed", agency=world.roads).pk,
        "event_id": VehicleEvent.objects.create(vehicle=vehicle, device=device, point=spot, **seen).pk,
        "run_id": ReportRun.objects.create(requested_by=world.budi, **run).pk,
        "webhook_id": Webhook.objects.create(name="a", url="https://x", since=now, created_by=gita, created_at=now).pk,
        "key_id": make_key(world.budi, "Program", 30).key.pk,
        "camera_id": registered(gita, agency=world.roads).pk,
        "zone_id": published(world.dewi).pk,
        "incident_code": open_incident(ani, IncidentDraft("Longsor", "landslide"), [complaint.tracking_code]).code,
    }
