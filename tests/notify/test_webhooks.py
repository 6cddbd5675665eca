"""Webhooks: each event once, signed, tried for a day, to allowed addresses alone."""

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from typing import Any

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import timezone

from fleet.events.kinds import EventKind
from fleet.models import DetectorRule, Device, Vehicle, VehicleEvent
from kit.conninfo import conninfo
from kit.net import addresses
from kit.severity import Severity
from notify.models import DeliveryStatus, Webhook, WebhookDelivery, WebhookDue
from notify.webhooks import deliver
from notify.webhooks.actions.save_webhook import WebhookDetails, change_secret, save_webhook
from notify.webhooks.claim import LEASE, LONGEST_PAUSE, PER_WEBHOOK, claim, pause
from notify.webhooks.deliver import deliver_due, forget
from notify.webhooks.gather import TRIED_FOR, gather
from notify.webhooks.post import post as send
from tests import world as cast
from tests.fleet.conftest import phone, truck
from tests.fleet.events.test_events import fast, on_time, slow_road, watched
from tests.notify.receiver import Receiver, receiving
from tests.vehicles import make_vehicle

__all__ = ["phone", "slow_road", "truck"]

pytestmark = pytest.mark.django_db(transaction=True)
Status = DeliveryStatus


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receiving() as server:
        settings.PANTAU_WEBHOOK_HOSTS = [server.host]
        yield server


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def car(people: cast.World) -> Vehicle:
    return make_vehicle("car-1", people.roads)


@pytest.fixture
def hook(people: cast.World, receiver: Receiver) -> Callable[..., Webhook]:
    """Makes a webhook to a path of the receiver."""

    def make(path: str = "/ok", **fields: Any) -> Webhook:
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        given = {"name": "dispatch", "url": receiver.url(path), "secret": "s3cret", "since": long_ago, **fields}
        return Webhook.objects.create(created_by=people.gita, created_at=long_ago, **given)

    return make


def happened(vehicle: Vehicle, seconds: float = 0, **fields: Any) -> VehicleEvent:
    at = timezone.now() + timedelta(seconds=seconds)
    given = {"kind": EventKind.SOS, "severity": Severity.ALARM, "agency": vehicle.agency, **fields}
    return VehicleEvent.objects.create(
        vehicle=vehicle, device=vehicle.devices.get(), time=at, since=at, raised_at=at, point=Point(98.5, 3.1), **given
    )


def rounds(limit_s: float = 5.0) -> int:
    return async_to_sync(deliver_due)(limit_s=limit_s)


def due_again() -> None:
    """As if the pause were over."""
    WebhookDelivery.objects.filter(status=Status.WAITING).update(next_at=timezone.now() - timedelta(seconds=1))


def test_an_event_is_delivered_once_and_signed(car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver) -> None:
    webhook, event = hook(), happened(car)
    assert (rounds(), rounds()) == (1, 0)
    (taken,) = receiver.taken
    message = f"{taken.headers['Pantau-Timestamp']}.".encode() + taken.body
    signature = hmac.new(b"s3cret", message, hashlib.sha256).hexdigest()
    assert taken.headers["Pantau-Signature"] == f"sha256={signature}"
    assert abs(int(taken.headers["Pantau-Timestamp"]) - timezone.now().timestamp()) < 60
    body = json.loads(taken.body)
    assert (body["type"], body["event"]["id"], body["vehicle"]["plate"]) == ("vehicle_event", event.pk, "CAR-1")
    assert body["event"]["text"] == "Somebody in the vehicle asks for help (SOS)."
    delivery = WebhookDelivery.objects.get(webhook=webhook)
    assert body["id"] == taken.headers["Idempotency-Key"] == str(delivery.key)
    assert (delivery.status, delivery.attempts, delivery.last_status) == (Status.DELIVERED, 1, 200)
    assert delivery.last_words == "thank  you"


def test_only_what_matches_is_delivered(people: cast.World, car: Vehicle, hook: Callable[..., Webhook]) -> None:
    engine = make_vehicle("engine-1", people.fire)
    chosen = {
        "all": hook(),
        "kinds": hook(kinds=[EventKind.SOS, EventKind.TOWING]),
        "loud": hook(severity=Severity.ALARM),
        "fire": hook(agency=people.fire),
        "off": hook(enabled=False),
        "later": hook(since=timezone.now() + timedelta(hours=1)),
    }
    sos = happened(car)
    slow = happened(engine, 1, kind=EventKind.IDLING, severity=Severity.NOTE)
    gather()
    got = {name: [one.event_id for one in webhook.deliveries.order_by("event_id")] for name, webhook in chosen.items()}
    both = [sos.pk, slow.pk]
    assert got == {"all": both, "kinds": [sos.pk], "loud": [sos.pk], "fire": [slow.pk], "off": [], "later": []}
    assert not WebhookDue.objects.exists()


def test_nothing_is_noted_while_nobody_listens(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook(enabled=False)
    happened(car)
    assert not WebhookDue.objects.exists()


def test_what_the_gateway_writes_is_told(hook: Callable[..., Webhook], phone: Device, slow_road: DetectorRule) -> None:
    hook(kinds=[EventKind.OVERSPEED])
    watched(on_time(*(fast(n) for n in range(5))))
    assert gather() == VehicleEvent.objects.filter(kind=EventKind.OVERSPEED).count() == 1


def test_an_event_of_a_slow_transaction_is_not_passed_over(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    """It has the lower id and is committed after one with a higher id was delivered."""
    hook()
    insert = (
        "INSERT INTO fleet_vehicleevent (kind, severity, device_id, vehicle_id, subject, time, since, raised_at, live,"
        " detail, causes) VALUES ('towing', 2, %s, %s, 0, now(), now(), now(), true, '{}', '[]') RETURNING id"
    )
    with psycopg.connect(conninfo()) as slow:
        row = slow.execute(insert, [car.devices.get().pk, car.pk]).fetchone()
        quick = happened(car)
        assert gather() == 1
        slow.commit()
    assert row is not None
    assert row[0] < quick.pk
    assert (gather(), gather()) == (1, 0)
    assert set(WebhookDelivery.objects.values_list("event_id", flat=True)) == {row[0], quick.pk}


def test_a_receiver_that_fails_is_asked_again_later_under_the_same_key(
    car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver
) -> None:
    hook("/flaky")
    happened(car)
    before = timezone.now()
    rounds()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts, delivery.last_status) == (Status.WAITING, 1, 500)
    assert before + pause(1) <= delivery.next_at <= timezone.now() + pause(1)
    assert rounds() == 0
    receiver.mended = True
    due_again()
    rounds()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.last_status) == (Status.DELIVERED, 2, 200)
    assert len({one.headers["Idempotency-Key"] for one in receiver.taken}) == 1


def test_pauses_double_up_to_four_hours() -> None:
    assert [pause(n).total_seconds() for n in (1, 2, 3)] == [30, 60, 120]
    assert pause(40) == LONGEST_PAUSE


def test_it_is_given_up_after_a_day(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook("/fails")
    happened(car)
    gather()
    delivery = WebhookDelivery.objects.get()
    assert delivery.give_up_at - delivery.created_at == TRIED_FOR
    WebhookDelivery.objects.update(give_up_at=timezone.now() + timedelta(seconds=10))
    rounds()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.next_at) == (Status.WAITING, delivery.give_up_at)
    WebhookDelivery.objects.update(give_up_at=timezone.now())
    due_again()
    rounds()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.last_status) == (Status.GIVEN_UP, 503)


def test_a_receiver_that_wants_no_more_is_not_asked_again(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook("/gone")
    happened(car)
    rounds()
    assert WebhookDelivery.objects.get().status == Status.GIVEN_UP


def test_a_receiver_that_does_not_answer_is_asked_once_a_round(
    car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver
) -> None:
    hook("/slow")
    quick = hook("/ok", name="other")
    for n in range(3):
        happened(car, n)
    rounds(limit_s=1.5)
    assert [one.path for one in receiver.taken].count("/slow") == 1
    assert quick.deliveries.filter(status=Status.DELIVERED).count() == 3
    slow = WebhookDelivery.objects.filter(webhook__name="dispatch").order_by("event_id")
    assert [one.attempts for one in slow] == [1, 0, 0]
    assert slow[0].last_words == "timeout 1.5"
    assert all(one.next_at < timezone.now() + timedelta(minutes=1) for one in slow)


def test_a_redirect_is_not_followed(car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver) -> None:
    hook("/moved")
    happened(car)
    rounds()
    assert [one.path for one in receiver.taken] == ["/moved"]
    assert WebhookDelivery.objects.get().last_status == 302


def test_of_an_endless_answer_the_beginning_is_read(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook("/flood")
    happened(car)
    rounds()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, len(delivery.last_words)) == (Status.DELIVERED, 300)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://10.0.0.7/x", "http://169.254.169.254/", "ftp://a.id/"])
def test_an_inner_address_is_not_opened(car: Vehicle, hook: Callable[..., Webhook], url: str) -> None:
    hook(url=url)
    happened(car)
    rounds()
    assert WebhookDelivery.objects.get().last_words == "address"


def test_two_workers_never_have_the_same_delivery_in_hand(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook()
    happened(car)
    gather()
    other: list[int] = []

    def claim_too() -> None:
        other.append(len(claim()))
        connection.close()

    with transaction.atomic():
        assert len(claim()) == 1
        second = threading.Thread(target=claim_too)  # while the first one's claim is not committed
        second.start()
        second.join()
    assert other == [0]
    assert claim() == []


def test_two_rounds_at_once_send_each_event_once(
    car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver
) -> None:
    hook()
    for n in range(8):
        happened(car, n)

    async def both() -> None:
        await asyncio.gather(deliver_due(), deliver_due())

    async_to_sync(both)()
    keys = [one.headers["Idempotency-Key"] for one in receiver.taken]
    assert len(keys) == len(set(keys)) == 8


def test_what_a_dead_worker_had_in_hand_is_tried_by_another(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook()
    happened(car)
    gather()
    (held,) = claim()
    assert held.next_at > timezone.now() + LEASE / 2
    due_again()
    rounds()
    assert WebhookDelivery.objects.get().status == Status.DELIVERED


def test_what_is_over_is_forgotten_and_what_waits_is_not(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook()
    happened(car)
    rounds()
    hook("/fails")
    happened(car, 1)
    rounds()
    assert WebhookDelivery.objects.count() == 3
    assert forget(timedelta(seconds=-60)) == 2
    assert WebhookDelivery.objects.get().status == Status.WAITING


def test_an_event_that_cannot_be_told_holds_up_no_other(
    car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook()
    bad, good = happened(car, 0), happened(car, 1)

    def words(delivery: WebhookDelivery) -> bytes:
        if delivery.event_id == bad.pk:
            raise KeyError("detail")
        return b"{}"

    monkeypatch.setattr(deliver, "body_of", words)
    rounds()
    assert [taken.body for taken in receiver.taken] == [b"{}"]
    assert WebhookDelivery.objects.get(event_id=good.pk).status == Status.DELIVERED
    assert WebhookDelivery.objects.get(event_id=bad.pk).status == Status.WAITING


def test_a_delivery_whose_event_was_deleted_is_removed(
    car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver
) -> None:
    hook()
    deleted, kept = happened(car, 0), happened(car, 1)
    gather()
    deleted.delete()
    rounds()
    assert [json.loads(taken.body)["event"]["id"] for taken in receiver.taken] == [kept.pk]
    assert [delivery.event_id for delivery in WebhookDelivery.objects.all()] == [kept.pk]


def test_a_round_sends_all_that_is_due(car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver) -> None:
    hook()
    for second in range(PER_WEBHOOK * 2 + 5):
        happened(car, second)
    assert async_to_sync(deliver_due)() == PER_WEBHOOK * 2 + 5
    assert not WebhookDelivery.objects.exclude(status=Status.DELIVERED).exists()


def test_a_receiver_that_fails_is_not_sent_all_that_waits(car: Vehicle, hook: Callable[..., Webhook]) -> None:
    hook("/fails")
    for second in range(PER_WEBHOOK + 5):
        happened(car, second)
    assert async_to_sync(deliver_due)() == PER_WEBHOOK
    assert WebhookDelivery.objects.filter(attempts=0).count() == 5


def test_a_round_that_has_taken_its_time_gives_the_rest_back(
    car: Vehicle, hook: Callable[..., Webhook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "ROUND_S", 0.0)
    hook()
    for second in range(3):
        happened(car, second)
    async_to_sync(deliver_due)()
    assert list(WebhookDelivery.objects.order_by("event_id").values_list("status", "attempts")) == [
        (Status.DELIVERED, 1), (Status.WAITING, 0), (Status.WAITING, 0),
    ]  # fmt: skip
    assert len(claim()) == 2


def test_a_webhook_that_cannot_be_sent_holds_up_no_other(
    car: Vehicle, hook: Callable[..., Webhook], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound, unreadable = hook(secret="broken"), hook(), hook(secret="other")
    Webhook.objects.filter(pk=unreadable.pk).update(sealed_secret=broken.sealed_secret)
    happened(car)
    real = send

    async def posting(client: Any, url: str, secret: str, key: str, body: bytes, *, limit_s: float) -> Any:
        if secret == broken.secret:
            raise LookupError("nobody has foreseen it")
        return await real(client, url, secret, key, body, limit_s=limit_s)

    monkeypatch.setattr(deliver, "post", posting)
    async_to_sync(deliver_due)()
    assert WebhookDelivery.objects.get(webhook=sound).status == Status.DELIVERED
    assert WebhookDelivery.objects.get(webhook=broken).status == Status.WAITING
    assert WebhookDelivery.objects.get(webhook=unreadable).status == Status.WAITING


def test_the_secret_stands_nowhere_in_the_table(hook: Callable[..., Webhook]) -> None:
    with connection.cursor() as cursor:
        made = hook(secret="sesame")
        cursor.execute("SELECT row_to_json(one)::text FROM notify_webhook AS one WHERE id = %s", [made.pk])
        assert "sesame" not in cursor.fetchone()[0]


def test_a_name_that_is_not_ascii_can_be_opened(
    car: Vehicle, hook: Callable[..., Webhook], receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_up(host: str, port: int) -> list[IPv4Address]:
        return [IPv4Address("127.0.0.1")]

    monkeypatch.setattr(addresses, "_look_up", look_up)
    settings.PANTAU_WEBHOOK_HOSTS = ["127.0.0.0/8"]
    port = receiver.host.rpartition(":")[2]
    hook(url=f"http://bücher.example:{port}/ok")
    happened(car)
    async_to_sync(deliver_due)()
    assert WebhookDelivery.objects.get().status == Status.DELIVERED


def test_what_waits_for_a_webhook_that_is_off_is_forgotten_in_the_end(
    car: Vehicle, hook: Callable[..., Webhook]
) -> None:
    off = hook()
    happened(car)
    gather()
    Webhook.objects.filter(pk=off.pk).update(enabled=False)
    WebhookDelivery.objects.update(give_up_at=timezone.now() - timedelta(days=31))
    assert forget(timedelta(days=32)) == 0
    assert forget(timedelta(days=30)) == 1


def test_saving_a_form_that_was_opened_before_keeps_the_new_secret(
    people: cast.World, hook: Callable[..., Webhook], receiver: Receiver
) -> None:
    saved = hook()
    opened = Webhook.objects.get(pk=saved.pk)
    secret = change_secret(people.gita, saved)
    save_webhook(people.gita, WebhookDetails("control room", receiver.url(), [], Severity.ALARM, None), opened)
    kept = Webhook.objects.get()
    assert (kept.name, kept.secret) == ("control room", secret)
