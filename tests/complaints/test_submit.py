"""How a complaint comes in."""

from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from complaints.actions.submit import submit
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint, Priority
from geo.models import Area
from kit.errors import BadInput
from people.access import Denied
from tests.complaints.conftest import KABANJAHE, Submit
from tests.world import World


def test_the_same_form_sent_twice_is_one_complaint(send: Submit) -> None:
    token = uuid4()
    first, second = send(form_token=token), send(form_token=token)
    assert (second.complaint.pk, second.secret, second.again) == (first.complaint.pk, first.secret, True)
    assert Complaint.objects.count() == 1


def test_an_emergency_is_one_from_the_start(fire: Category) -> None:
    receipt = submit(parse_submission({"category": "kebakaran", "title": "Rumah terbakar", **KABANJAHE}), Channel.PHONE)
    assert receipt.complaint.priority == Priority.EMERGENCY


def test_the_place_is_named_by_the_areas_that_hold_it(send: Submit) -> None:
    square = MultiPolygon(Polygon.from_bbox((98.4, 3.0, 98.6, 3.2)))
    for code, name in (("12.06", "Karo"), ("12.06.01", "Kabanjahe"), ("12.06.01.1009", "Lau Cimba")):
        Area.objects.create(
            code=code,
            name=name,
            level={2: "regency", 3: "district", 4: "village"}[code.count(".") + 1],
            geometry=square,
            point=square.centroid,
            area_m2=1.0,
            search_name=name.lower(),
            imported_at=timezone.now(),
        )
    complaint = send().complaint
    assert (complaint.place, complaint.area.code if complaint.area else None) == (
        "Lau Cimba, Kabanjahe",
        "12.06.01.1009",
    )


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 141}, "title"),
        ({"category": ""}, "category"),
        ({"lon": 98.4}, "lon"),
        ({"lon": 181, "lat": 3}, "lon"),
        ({"lon": float("nan"), "lat": 3}, "lon"),
        ({"email": "bukan surel"}, "email"),
        ({"phone": "<b>08</b>"}, "phone"),
        ({"status": "closed"}, "status"),
    ],
)
def test_it_rejects_a_wrong_field_and_names_it(fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_submission({"category": "jalan-rusak", "title": "Lubang besar", **fields})
    assert caught.value.field == wrong


def test_it_rejects_a_category_that_is_not_open(send: Submit) -> None:
    Category.objects.update(active=False)
    with pytest.raises(BadInput):
        send()


def test_an_agency_officer_records_nothing_for_callers(world: World, potholes: Category) -> None:
    values = parse_submission({"category": "jalan-rusak", "title": "Lubang besar"})
    with pytest.raises(Denied):
        submit(values, Channel.PHONE, recorded_by=world.budi)
