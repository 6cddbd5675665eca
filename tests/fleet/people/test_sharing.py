"""A link to one vehicle for some hours: what it shows, and to whom it is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fleet.errors import LinkOver
from fleet.models import ShareLink, Vehicle
from fleet.vehicles import sharing
from fleet.vehicles.actions.share_vehicle import revoke_link, share_vehicle
from kit.errors import BadInput
from people.access import Denied
from people.models import AuditEntry
from tests.fleet.conftest import delivery, fix, store
from tests.fleet.people.conftest import browser_of
from tests.world import World, build

pytestmark = pytest.mark.django_db


def test_it_shows_the_kind_and_hides_name_and_plate(world: World, bus: Vehicle) -> None:
    made = share_vehicle(world.ani, bus, 4, note="the school")
    page = browser_of(None).get(f"/share/{made.token}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Bus 1" not in text
    assert "BB 1001 A" not in text
    assert "the school" not in text


def test_name_and_plate_are_shown_where_they_were_chosen(world: World, bus: Vehicle) -> None:
    made = share_vehicle(world.ani, bus, 4, show_plate=True)
    assert "Bus 1 (BB 1001 A)" in browser_of(None).get(f"/share/{made.token}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_position_is_what_the_json_holds_and_nothing_else(truck: Vehicle) -> None:
    world = build()
    store([delivery(fix(), arrival=timezone.now())])
    made = share_vehicle(world.ani, truck, 1)
    body = browser_of(None).get(f"/share/{made.token}/position").json()
    assert body.keys() == {"kind", "condition", "now", "expires_at", "latest"}
    assert body["latest"][1:3] == [98.49, 3.1]


@pytest.mark.parametrize("path", ["", "position"])
def test_nobody_keeps_or_finds_it(world: World, bus: Vehicle, path: str) -> None:
    made = share_vehicle(world.ani, bus, 4)
    for address in (f"/share/{made.token}/{path}", f"/share/wrong/{path}"):
        answer = browser_of(None).get(address)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_a_link_that_ran_out_is_gone(world: World, bus: Vehicle) -> None:
    made = share_vehicle(world.ani, bus, 1)
    past = timezone.now() - timedelta(hours=2)
    ShareLink.objects.update(created_at=past, expires_at=past + timedelta(hours=1))
    answer = browser_of(None).get(f"/share/{made.token}/")
    assert answer.status_code == 410
    assert browser_of(None).get(f"/share/{made.token}/position").status_code == 410


def test_a_revoked_link_is_gone_and_says_so(world: World, bus: Vehicle) -> None:
    made = share_vehicle(world.ani, bus, 4)
    client = browser_of(world.ani)
    client.post(f"/fleet/{bus.pk}/share/{made.link.pk}/revoke/")
    answer = browser_of(None).get(f"/share/{made.token}/")
    assert answer.status_code == 410
    assert "tidak berlaku" in answer.content.decode() or "not valid" in answer.content.decode()
    with pytest.raises(LinkOver):
        revoke_link(world.ani, bus, made.link.pk)


def test_a_vehicle_out_of_use_is_shown_to_nobody(world: World, bus: Vehicle) -> None:
    made = share_vehicle(world.ani, bus, 4)
    Vehicle.objects.update(active=False)
    assert browser_of(None).get(f"/share/{made.token}/").status_code == 410


@pytest.mark.parametrize("hours", [0, -1, 73, 999_999_999_999_999_999])
def test_it_rejects_less_than_an_hour_and_more_than_three_days(world: World, bus: Vehicle, hours: int) -> None:
    with pytest.raises(BadInput):
        share_vehicle(world.ani, bus, hours)


def test_the_database_itself_refuses_a_link_for_ever(world: World, bus: Vehicle) -> None:
    now = timezone.now()
    fields = {"vehicle": bus, "created_by": world.ani, "created_at": now, "token_hash": "x"}
    with pytest.raises(IntegrityError, match="shared_for_hours_only"), transaction.atomic():
        ShareLink.objects.create(expires_at=now + timedelta(hours=73), **fields)


def test_the_token_is_kept_nowhere(world: World, bus: Vehicle) -> None:
    made = share_vehicle(world.ani, bus, 4)
    kept = [*ShareLink.objects.values_list("token_hash", flat=True), *AuditEntry.objects.values_list("detail")]
    assert made.token not in str(kept)


def test_an_officer_and_field_staff_share_nothing(world: World, bus: Vehicle) -> None:
    for user in (world.budi, world.fajar, world.eka):
        with pytest.raises(Denied):
            share_vehicle(user, bus, 4)


def test_openings_are_counted_and_repeated_asking_is_not(world: World, bus: Vehicle) -> None:
    made = share_vehicle(world.ani, bus, 4)
    visitor = browser_of(None)
    for path in ("", "position", "position", ""):
        visitor.get(f"/share/{made.token}/{path}")
    assert ShareLink.objects.get().views == 2


def test_one_address_cannot_ask_without_end(world: World, bus: Vehicle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LOOKS_PER_MINUTE", 3)
    visitor = browser_of(None)
    statuses = [visitor.get("/share/guess/position").status_code for _number in range(5)]
    assert statuses == [410, 410, 410, 429, 429]


def test_the_desk_makes_a_link_and_sees_it_once(world: World, bus: Vehicle) -> None:
    client = browser_of(world.ani)
    made = client.post(f"/fleet/{bus.pk}/share/", {"hours": "4", "note": "the school"})
    assert made.status_code == 200
    link = ShareLink.objects.get()
    text = made.content.decode()
    assert "http://testserver/share/" in text
    token = text.split("http://testserver/share/")[1].split("/")[0]
    page = client.get(f"/fleet/{bus.pk}/").content.decode()
    assert "the school" in page
    assert token not in page
    assert client.post(f"/fleet/{bus.pk}/share/", {"hours": "999999999999999999"}).status_code == 302
    assert ShareLink.objects.get() == link
