"""A device is heard over the listeners that it is bound to, and over no other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from fleet.devices import listeners
from fleet.devices.listeners import BITS, LISTENERS, mask_of_protocol
from fleet.devices.reason_labels import in_words
from fleet.devices.secrets import fingerprint
from fleet.models import Device, DeviceState, Position, Quarantine, VehicleEvent
from fleet.pipeline.clock import now_us
from fleet.pipeline.delivery import Delivery
from fleet.protocols.fix import Heartbeat, Message, Rejected
from fleet.protocols.rejection import RejectionReason, reason
from fleet.protocols.streams import STREAMS
from tests.fleet.conftest import fix, store
from tests.fleet.events.test_events import watched

pytestmark = pytest.mark.django_db(transaction=True)
GT06 = ("gt06", "tcp")


def came(over: tuple[str, str], *messages: Message, password: str = "") -> Delivery:
    """What came over a listener just now."""
    return Delivery(messages, now_us(), *over, "192.0.2.7", lambda index: b"raw %d" % index, fingerprint(password))


def bind(mask: int | None, **changes: object) -> Device:
    Device.objects.update(listeners=mask, **changes)
    return Device.objects.get()


def now_fix(**fields: Any) -> Message:
    return fix(fix_time=None, **fields)


@pytest.mark.parametrize("over", sorted(BITS.keys() - {GT06}))
def test_a_fix_over_another_listener_moves_nothing_and_says_why(phone: Device, over: tuple[str, str]) -> None:
    bind(BITS[GT06])
    store([came(over, now_fix(sos=True), Heartbeat("truck-1", sos=True))])
    assert not Position.objects.exists()
    assert not VehicleEvent.objects.exists()
    assert DeviceState.objects.get().last_contact is None
    frames = Quarantine.objects.filter(reason="other_listener")
    assert frames.count() == 2
    label = next(one.label for one in LISTENERS if (one.protocol, one.transport) == over)
    with translation.override("en"):
        assert in_words(frames[0].detail) == f"came in over {label}; the device is bound to GT06 (TCP)"


def test_a_fix_over_its_own_listener_is_stored(phone: Device) -> None:
    bind(BITS[GT06])
    store([came(GT06, now_fix())])
    assert Position.objects.count() == 1
    assert DeviceState.objects.get().heard_over == BITS[GT06]


def test_a_device_that_nobody_has_bound_is_heard_over_all_and_what_it_uses_is_noted(phone: Device) -> None:
    bind(None)
    store([came(GT06, now_fix()), came(("osmand", "http"), now_fix(lon=98.5))])
    assert Position.objects.count() == 2
    assert DeviceState.objects.get().heard_over == BITS[GT06] | BITS["osmand", "http"]
    assert Device.objects.get().listeners is None


def test_the_first_contact_binds_a_new_device(phone: Device) -> None:
    bind(listeners.FIRST_CONTACT, protocol="")
    store([came(("h02", "tcp"), Rejected(reason(RejectionReason.NO_FRAME, 3), "truck-1"))])
    assert Device.objects.get().listener_labels == "", "what is not understood binds nothing"
    store([came(("h02", "udp"), now_fix()), came(("osmand", "http"), now_fix(lon=98.5))])
    assert Device.objects.get().listener_labels == "H02 (TCP), H02 (UDP)"
    assert Position.objects.count() == 1
    store([came(("osmand", "http"), now_fix(lon=98.6))])
    assert Position.objects.count() == 1


def test_a_client_with_a_certificate_is_not_bound_to_listeners_without() -> None:
    assert listeners.equally_strong(BITS["cot", "tls"]) == BITS["cot", "tls"]
    assert listeners.equally_strong(BITS["cot", "udp"]) == BITS["cot", "tcp"] | BITS["cot", "udp"]
    assert listeners.equally_strong(BITS["owntracks", "http"]) == BITS["owntracks", "http"]


@pytest.mark.parametrize(("password", "stored"), [("right", 1), ("wrong", 0), ("", 0)])
def test_a_phone_with_a_password_is_heard_with_it_alone(phone: Device, password: str, stored: int) -> None:
    bind(mask_of_protocol("owntracks"), secret=fingerprint("right"))
    store([came(("owntracks", "http"), now_fix(), password=password)])
    assert Position.objects.count() == stored
    assert Quarantine.objects.filter(reason="wrong_password").count() == 1 - stored


def call(over: tuple[str, str], message: Message, password: str = "") -> dict[str, object]:
    """The detail of the call for help that a message raises."""
    watched([came(over, message, password=password)])
    event = VehicleEvent.objects.get(kind="sos")
    return dict(event.detail)


@pytest.mark.parametrize("message", [lambda: now_fix(sos=True), lambda: Heartbeat("truck-1", sos=True)])
@pytest.mark.parametrize(
    ("over", "changes", "unproven"),
    [
        (GT06, {}, True),
        (("osmand", "http"), {}, True),
        (("cot", "udp"), {}, True),
        (("owntracks", "http"), {}, True),
        (("cot", "tls"), {}, False),
        (("owntracks", "mqtt"), {}, False),
        (("osmand", "http"), {"secret_identity": True}, False),
        (("owntracks", "http"), {"secret": fingerprint("right")}, False),
    ],
)
def test_a_call_for_help_says_whether_its_origin_is_proven(
    phone: Device,
    over: tuple[str, str],
    changes: dict[str, object],
    unproven: bool,
    message: Callable[[], Message],
) -> None:
    bind(None, **changes)
    assert call(over, message(), "right").get("unproven", False) == unproven


def test_every_protocol_has_its_listeners() -> None:
    for name, protocol in STREAMS.items():
        assert (name, "tcp") in BITS
        assert ((name, "udp") in BITS) == (protocol.datagram is not None), name
