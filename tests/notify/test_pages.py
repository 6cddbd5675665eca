"""The pages of webhooks: an administrator adds, tries, watches and removes them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from fleet.events.kinds import EventKind
from notify.models import DeliveryStatus, Webhook, WebhookDelivery
from people.models import AuditEntry, User
from tests import world as cast
from tests.notify.receiver import Receiver, receiving
from tests.notify.test_webhooks import happened, rounds
from tests.vehicles import make_vehicle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> cast.World:
    return cast.build()


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receiving() as server:
        settings.PANTAU_WEBHOOK_HOSTS = [server.host]
        yield server


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def add(client: Client, url: str, **fields: Any) -> Any:
    given = {"name": "Dispatch", "url": url, "severity": "0", "enabled": "on", **fields}
    return client.post("/fleet/webhooks/new/", given)


def test_a_new_webhook_shows_its_secret_once(people: cast.World, receiver: Receiver) -> None:
    gita = browser(people.gita)
    answer = add(gita, receiver.url(), kinds=[EventKind.SOS], agency=people.fire.pk)
    webhook = Webhook.objects.get()
    assert webhook.secret in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert (webhook.kinds, webhook.agency, webhook.created_by) == (["sos"], people.fire, people.gita)
    assert webhook.secret not in gita.get(f"/fleet/webhooks/{webhook.pk}/").content.decode()
    assert webhook.secret not in str(AuditEntry.objects.get(action="webhook.create").detail)
    old = webhook.secret
    assert old not in gita.post(f"/fleet/webhooks/{webhook.pk}/secret/").content.decode()
    webhook.refresh_from_db()
    assert webhook.secret != old


@pytest.mark.parametrize(
    ("url", "words", "indonesian"),
    [
        ("http://127.0.0.1:1/", "inner network (127.0.0.1)", "ke jaringan internal (127.0.0.1)"),
        ("http://127.0.0.1:1/", "add 127.0.0.1:1 to PANTAU_WEBHOOK_HOSTS", "127.0.0.1:1 pada PANTAU_WEBHOOK_HOSTS"),
        ("https://[::1]/", "add [::1]:443 to", "[::1]:443 pada"),
        ("file:///etc/passwd", "must begin with https://", "harus diawali https://"),
        ("dispatch.example.org/events", "must begin with https://", "harus diawali https://"),
        ("https:dispatch.example.org", "must begin with https://", "harus diawali https://"),
        ("https:///events", "names no host", "tidak menyebut nama host"),
        ("https://[::1", "cannot be read", "tidak dapat dibaca"),
        ("https://example.org:0/", "a number from 1 to 65535", "angka 1 sampai 65535"),
        ("https://example.org:70000/", "a number from 1 to 65535", "angka 1 sampai 65535"),
        ("https://example.org:port/", "a number from 1 to 65535", "angka 1 sampai 65535"),
        ("https://a:b@example.org/", "Leave user name and password out", "Jangan tulis nama pengguna"),
        ("https://example.org/a b", "Write a space as %20", "Tulis spasi sebagai %20"),
        ("https://nowhere.invalid/", "for the name “nowhere.invalid”", "untuk nama “nowhere.invalid”"),
        (f"https://example.org/{'a' * 500}", "at most 500 characters", "500 karakter"),
    ],
)
def test_it_says_what_is_wrong_with_an_address_and_what_to_do(
    people: cast.World, receiver: Receiver, url: str, words: str, indonesian: str
) -> None:
    gita = browser(people.gita)
    for language, expected in (("en", words), ("id", indonesian)):
        gita.cookies["django_language"] = language
        answer = add(gita, url)
        assert answer.status_code == 422
        assert expected in answer.content.decode()
    assert not Webhook.objects.exists()


def test_why_nothing_answered_is_read_in_the_readers_language(people: cast.World, receiver: Receiver) -> None:
    gita = browser(people.gita)
    add(gita, receiver.url())
    webhook = Webhook.objects.get()
    Webhook.objects.update(url="http://127.0.0.1:1/")
    gita.cookies["django_language"] = "id"
    page = gita.post(f"/fleet/webhooks/{webhook.pk}/test/", follow=True).content.decode()
    assert "alamat ini tidak boleh dibuka" in page


def test_a_test_tells_what_the_receiver_said(people: cast.World, receiver: Receiver) -> None:
    gita = browser(people.gita)
    add(gita, receiver.url("/ok"))
    add(gita, receiver.url("/fails"), name="Broken")
    for webhook in Webhook.objects.order_by("id"):
        gita.post(f"/fleet/webhooks/{webhook.pk}/test/")
    page = gita.get("/fleet/webhooks/").content.decode()
    assert "The receiver took it: 200" in page
    assert "The receiver did not take it: 503" in page
    assert b'"type":"test"' in receiver.taken[0].body


def test_what_was_given_up_is_shown_and_sent_again(people: cast.World, receiver: Receiver) -> None:
    gita = browser(people.gita)
    add(gita, receiver.url("/gone"))
    webhook = Webhook.objects.get()
    happened(make_vehicle("car-1", people.roads))
    rounds()
    page = gita.get(f"/fleet/webhooks/{webhook.pk}/").content.decode()
    assert "410" in page
    assert "given up" in page
    Webhook.objects.update(url=receiver.url("/ok"))
    delivery = WebhookDelivery.objects.get()
    gita.post(f"/fleet/webhooks/{webhook.pk}/deliveries/{delivery.pk}/")
    rounds()
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.DELIVERED


def test_a_delivery_names_its_event_until_the_event_is_deleted(people: cast.World, receiver: Receiver) -> None:
    gita = browser(people.gita)
    add(gita, receiver.url("/ok"))
    event = happened(make_vehicle("car-1", people.roads))
    rounds()
    address = f"/fleet/webhooks/{Webhook.objects.get().pk}/"
    page = gita.get(address).content.decode()
    assert str(event.vehicle) in page
    event.delete()
    page = gita.get(address).content.decode()
    assert str(event.vehicle) not in page
    assert "deleted" in page


def test_one_that_is_switched_on_again_hears_nothing_of_the_time_between(
    people: cast.World, receiver: Receiver
) -> None:
    gita, car = browser(people.gita), make_vehicle("car-1", people.roads)
    add(gita, receiver.url())
    add(gita, receiver.url("/other"), name="Other")
    webhook = Webhook.objects.get(name="Dispatch")
    form = {"name": "Dispatch", "url": receiver.url(), "severity": "0"}
    gita.post(f"/fleet/webhooks/{webhook.pk}/", form)
    happened(car)
    gita.post(f"/fleet/webhooks/{webhook.pk}/", {**form, "enabled": "on"})
    rounds()
    assert [one.path for one in receiver.taken] == ["/other"]


def test_removing_takes_the_deliveries_along(people: cast.World, receiver: Receiver) -> None:
    gita = browser(people.gita)
    add(gita, receiver.url())
    happened(make_vehicle("car-1", people.roads))
    rounds()
    gita.post(f"/fleet/webhooks/{Webhook.objects.get().pk}/remove/")
    assert not WebhookDelivery.objects.exists()
    assert AuditEntry.objects.filter(action="webhook.remove").exists()


def test_nobody_but_an_administrator_sees_them(people: cast.World) -> None:
    assert browser(people.slamet).get("/fleet/webhooks/").status_code == 403
    assert browser(people.slamet).post("/fleet/webhooks/1/test/").status_code == 403
