"""Clients that others wrote, against the gateway: what they send stands in the table when they are told so."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser, SectionProxy
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytak
import pytest

from fleet.devices.actions.enrol_phone import enrol_phone, renew_phone
from fleet.devices.phone_setup import phone_password
from fleet.models import Device, DeviceState, Position, Quarantine
from ops.ports import free_ports
from tests.certificates import Authority, authority
from tests.disposable_centre import OwnCentre
from tests.mosquitto_process import BrokerProcess, own_broker
from tests.processes import Process, gateway
from tests.vehicles import make_vehicle
from tests.wait_for import until, until_async
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

LAT, LON = 3.1001, 98.4908
PLACE: dict[str, Any] = {
    "_type": "location",
    "lat": LAT,
    "lon": LON,
    "tst": 1772366400,
    "acc": 8,
    "vel": 36,
    "cog": 90,
    "batt": 71,
}
TRACCAR_9 = {
    "location": {
        "timestamp": "2026-03-01T12:00:00.000Z",
        "coords": {"latitude": LAT, "longitude": LON, "accuracy": 8, "speed": 10, "heading": 90, "altitude": 1180},
        "is_moving": True,
        "odometer": 120,
        "event": "motionchange",
        "battery": {"level": 0.71, "is_charging": False},
        "activity": {"type": "in_vehicle"},
        "extras": {},
    },
    "device_id": "phone-1",
}
TRACCAR_10 = "id=phone-1&lat=3.1001&lon=98.4908&timestamp=1772366400&accuracy=8&altitude=1180&speed=19.4384&bearing=90"
GPSLOGGER = (
    "aid=phone-1&lat=3.1001&lon=98.4908&alt=1180.0&acc=8.0&dir=90.0&spd=10.0&spd_kph=36.0&timestamp=1772366400"
    "&time=2026-03-01T12:00:00.000Z&batt=71.0&ischarging=false&ser=R58M&sat=11&hdop=0.9&prov=gps&act=UNKNOWN"
)
_REGISTER = """
from fleet.vehicles.actions.create_vehicle import NewVehicle, create_vehicle
from fleet.devices.actions.register_device import register_device
register_device(None, "budi/7f3a", create_vehicle(None, NewVehicle("Ambulans 1")), protocol="owntracks")
"""
FORM, JSON = "Content-Type: application/x-www-form-urlencoded", "Content-Type: application/json"

REQUESTS = {
    "traccar-8": ("osmand", f"/?{TRACCAR_10}&batt=71.0&charge=false&mock=false", []),
    "traccar-9": ("osmand", "/", ["-H", JSON, "--data-binary", json.dumps(TRACCAR_9)]),
    "traccar-10": ("osmand", "/", ["-H", FORM, "--data-binary", f"{TRACCAR_10}&batt=71&charge=false"]),
    "gpslogger-get": ("osmand", f"/gpslogger?{GPSLOGGER}", []),
    "gpslogger-post": ("osmand", "/gpslogger", ["-X", "POST", "-H", FORM, "--data-binary", GPSLOGGER]),
    "gpslogger-put": (
        "osmand",
        "/gpslogger",
        ["-X", "PUT", "-H", JSON, "--data-binary", json.dumps(dict(one.split("=") for one in GPSLOGGER.split("&")))],
    ),
    "owntracks-headers": (
        "owntracks",
        "/",
        ["-H", "X-Limit-U: phone-1", "-H", "X-Limit-D: phone-1", "-H", JSON, "--data-binary", json.dumps(PLACE)],
    ),
    "owntracks-query": ("owntracks", "/pub?u=phone-1&d=phone-1", ["-H", JSON, "--data-binary", json.dumps(PLACE)]),
    "owntracks-basic": ("owntracks", "/", ["-u", "phone-1:secret", "--data-binary", json.dumps([PLACE])]),
}
"""What each app sends, as curl sends it: the listener, the path, and what else is said."""


def listener_ports() -> dict[str, str]:
    """Free ones for the listeners of phones and TAK clients."""
    owntracks, cot, tls, plain = map(str, free_ports(4))
    return {
        "PANTAU_OWNTRACKS_PORT": owntracks,
        "PANTAU_COT_PORT": cot,
        "PANTAU_COT_TLS_PORT": tls,
        "PANTAU_COT_OUT_PORT": plain,
        "PANTAU_COT_OUT_SECONDS": "1",
    }


@pytest.fixture(scope="module")
def ports() -> dict[str, str]:
    return listener_ports()


@pytest.fixture(scope="module")
def open_listeners(django_db_setup: None, ports: dict[str, str]) -> Iterator[Process]:
    """A gateway for all tests that need nothing but its listeners; it remembers no device from one to the next."""
    with gateway(**ports) as process:
        yield process


@pytest.fixture
def listeners(transactional_db: None, open_listeners: Process) -> Process:
    return open_listeners


def curl(process: Process, ports: dict[str, str], request: str) -> tuple[str, str]:
    """Status and body of the answer to one of ``REQUESTS``."""
    listener, path, more = REQUESTS[request]
    port = process.port if listener == "osmand" else ports["PANTAU_OWNTRACKS_PORT"]
    command = ["curl", "-sS", "-w", "\n%{http_code}", *more, f"http://127.0.0.1:{port}{path}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    body, _, status = done.stdout.rpartition("\n")
    return status, body


def check_position(identity: str) -> None:
    position = Position.objects.get()
    assert position.device.identity == identity
    assert (round(position.point.y, 6), round(position.point.x, 6)) == (LAT, LON)


@pytest.mark.parametrize("request_name", REQUESTS)
def test_what_a_phone_posts_is_stored_when_it_is_answered(
    listeners: Process, ports: dict[str, str], request_name: str
) -> None:
    make_vehicle("phone-1")
    status, body = curl(listeners, ports, request_name)
    assert (status, body) == ("200", "[]" if request_name.startswith("owntracks") else "")
    check_position("phone-1")
    position = Position.objects.get()
    assert position.speed_mps == pytest.approx(10.0, abs=0.01)
    assert (position.course_deg, position.accuracy_m) == (90.0, 8.0)
    # A logger that replays its file, or a phone that missed the answer, sends it again.
    assert curl(listeners, ports, request_name)[0] == "200"
    assert Position.objects.count() == 1


@pytest.mark.parametrize("request_name", ["traccar-9", "gpslogger-get", "owntracks-headers"])
def test_an_unknown_phone_is_answered_all_the_same(
    listeners: Process, ports: dict[str, str], request_name: str
) -> None:
    assert curl(listeners, ports, request_name)[0] == "200"
    kept = Quarantine.objects.get()
    assert (kept.identity, kept.reason) == ("phone-1", "unknown_device")


def test_an_empty_post_of_owntracks_has_nothing_to_lose(listeners: Process, ports: dict[str, str]) -> None:
    address = f"http://127.0.0.1:{ports['PANTAU_OWNTRACKS_PORT']}/"
    done = subprocess.run(["curl", "-sS", "-X", "POST", address], capture_output=True, text=True, check=True)
    assert done.stdout == "[]"
    assert not Quarantine.objects.exists()


@pytest.fixture
def broker() -> Iterator[BrokerProcess]:
    with own_broker() as process:
        yield process


@contextmanager
def subscribed_gateway(broker: BrokerProcess, **changes: str) -> Iterator[Process]:
    """A gateway that has its session at the broker: from now on nothing that is published is missed."""
    with gateway(PANTAU_MQTT_URL=broker.url, **changes) as process:
        until(lambda: "MQTT: client" in process.output(), what="the gateway's session at the broker")
        yield process


def test_what_a_phone_publishes_is_stored(transactional_db: None, broker: BrokerProcess) -> None:
    make_vehicle("budi/7f3a")
    with subscribed_gateway(broker):
        broker.publish("owntracks/budi/7f3a", json.dumps(PLACE))
        until(Position.objects.exists, what="the position")
        broker.publish("owntracks/stranger/1", json.dumps(PLACE))
        until(Quarantine.objects.exists, what="the unknown phone")
    check_position("budi/7f3a")
    assert Quarantine.objects.get().identity == "stranger/1"


def test_what_is_published_while_the_gateway_is_away_waits_for_it(
    transactional_db: None, broker: BrokerProcess
) -> None:
    make_vehicle("budi/7f3a")
    with subscribed_gateway(broker):
        broker.publish("owntracks/budi/7f3a", json.dumps(PLACE))
        until(Position.objects.exists, what="the first position")
    broker.publish("owntracks/budi/7f3a", json.dumps({**PLACE, "tst": PLACE["tst"] + 60}))
    broker.stop()
    broker.start()
    with gateway(PANTAU_MQTT_URL=broker.url):
        until(lambda: Position.objects.count() == 2, what="the second position")
    assert DeviceState.objects.get().copies == 0


def test_a_gateway_outlives_its_broker(transactional_db: None, broker: BrokerProcess) -> None:
    make_vehicle("budi/7f3a")
    with subscribed_gateway(broker) as process:
        broker.publish("owntracks/budi/7f3a", json.dumps(PLACE))
        until(Position.objects.exists, what="the first position")
        broker.stop()
        until(lambda: "no broker" in process.output(), what="the gateway to miss its broker")
        broker.start()
        broker.publish("owntracks/budi/7f3a", json.dumps({**PLACE, "tst": PLACE["tst"] + 60}))
        until(lambda: Position.objects.count() == 2, seconds=40, what="the second position")


def test_of_two_gateways_one_is_the_client_and_the_other_takes_over(
    transactional_db: None, broker: BrokerProcess
) -> None:
    make_vehicle("budi/7f3a")
    with subscribed_gateway(broker) as first, gateway(PANTAU_MQTT_URL=broker.url) as second:
        first.kill()
        broker.publish("owntracks/budi/7f3a", json.dumps(PLACE))
        until(Position.objects.exists, seconds=40, what="the position")
        assert "MQTT: client" in second.output()
    assert Position.objects.count() == 1


def test_a_phone_hears_nobody_and_who_has_no_account_is_not_let_in(broker: BrokerProcess) -> None:
    broker.publish("owntracks/budi/7f3a", json.dumps(PLACE), "-r")
    assert broker.hears("owntracks/#", user="stranger") is False
    assert not broker.accepts("owntracks/budi/7f3a", json.dumps(PLACE))
    assert not broker.accepts("owntracks/budi/7f3a", json.dumps(PLACE), user="budi", password="guessed")


def test_nobody_takes_over_the_session_of_the_gateway_or_speaks_as_another_phone(
    transactional_db: None, broker: BrokerProcess
) -> None:
    make_vehicle("budi/7f3a")
    make_vehicle("stranger/1")
    elsewhere = {**PLACE, "lat": 1.0}
    with subscribed_gateway(broker) as process:
        for second in range(6):
            # A clean session under the gateway's id would throw away what waits for it.
            broker.accepts("owntracks/stranger/1", "{}", "-i", "pantau-gateway")
            broker.accepts("owntracks/budi/7f3a", json.dumps(elsewhere), "-i", "pantau-gateway", user="stranger")
            broker.publish("owntracks/budi/7f3a", json.dumps({**PLACE, "tst": PLACE["tst"] + second}))
        until(lambda: Position.objects.count() == 6, what="all that the broker acknowledged")
        assert "no broker" not in process.output()
    assert not Position.objects.filter(device__identity="stranger/1").exists()
    assert {round(position.point.y, 4) for position in Position.objects.all()} == {LAT}


def test_a_phone_has_its_account_at_the_broker_soon_after_it_is_enrolled(world: World, broker: BrokerProcess) -> None:
    with subscribed_gateway(broker, PANTAU_MQTT_ACCOUNTS_FILE=str(broker.accounts_file)):
        device = enrol_phone(world.ani, make_vehicle("bus-1"), protocol="owntracks")
        name, password = device.identity, phone_password(device.identity)
        topic = f"owntracks/{name}/{name}"
        until(lambda: broker.accepts(topic, json.dumps(PLACE), user=name, password=password), what="the account")
        until(Position.objects.exists, what="the position")
        renew_phone(world.ani, device.pk)
        until(lambda: not broker.accepts(topic, "{}", user=name, password=password), what="the end of the account")
    assert Position.objects.get().device_id == device.pk


@pytest.fixture
def centre_with_broker(centre: OwnCentre, broker: BrokerProcess) -> Iterator[OwnCentre]:
    """The centre, with a phone, its gateway a client of the broker."""
    without = centre.gateway.environment
    centre.manage("shell", "--verbosity", "0", "-c", _REGISTER)
    centre.gateway.stop()
    centre.gateway.environment = {**without, "PANTAU_MQTT_URL": broker.url}
    centre.gateway.start()
    until(lambda: "MQTT: client" in centre.gateway.output(), what="the client of the broker")
    yield centre
    centre.gateway.stop()
    centre.gateway.environment = without
    centre.gateway.start()


def test_what_the_database_could_not_take_is_not_acknowledged_and_comes_again(
    centre_with_broker: OwnCentre, broker: BrokerProcess
) -> None:
    centre = centre_with_broker
    centre.kill("postgres")
    for second in range(5):
        broker.publish("owntracks/budi/7f3a", json.dumps({**PLACE, "tst": PLACE["tst"] + second}))
    until(lambda: _missed(centre.gateway.output()), what="the gateway to miss its database")
    centre.start("postgres")
    until(lambda: phone_in(centre)[0] == 5, seconds=60, what="five positions")
    # Acknowledged at last: nothing is left to come again.
    copies = phone_in(centre)[1]
    centre.gateway.stop()
    centre.gateway.start()
    broker.publish("owntracks/budi/7f3a", json.dumps({**PLACE, "tst": PLACE["tst"] + 60}))
    until(lambda: phone_in(centre)[0] == 6, seconds=60, what="the sixth")
    assert phone_in(centre)[1] == copies


def phone_in(centre: OwnCentre) -> tuple[int, int]:
    """How many positions of the phone are stored, and how many copies came besides."""
    ((positions, copies),) = centre.rows(
        "SELECT (SELECT count(*) FROM fleet_position p WHERE p.device_id = d.id), s.copies"
        " FROM fleet_device d JOIN fleet_devicestate s ON s.device_id = d.id WHERE d.identity = 'budi/7f3a'"
    )
    return positions, copies


def _missed(output: str) -> bool:
    return "could not be stored; it will come again" in output or "MQTT waits for the database" in output


def settings_of(**values: str) -> SectionProxy:
    config = ConfigParser(interpolation=None)
    config.read_dict({"client": values})
    return config["client"]


async def tak_client(config: SectionProxy) -> tuple[pytak.TXWorker, pytak.RXWorker]:
    reader, writer = await pytak.protocol_factory(config)
    return pytak.TXWorker(asyncio.Queue(), config, writer), pytak.RXWorker(asyncio.Queue(), config, reader)


def place_of(uid: str) -> bytes:
    event = pytak.cot_event(
        lat=str(LAT), lon=str(LON), ce="8", hae="1180", uid=uid, cot_type="a-f-G-U-C", callsign="BUDI", stale=300
    )
    return bytes(pytak.serialize_cot(event))


async def stored(count: int = 1) -> None:
    async def are() -> bool:
        return await Position.objects.acount() == count

    await until_async(are, what=f"{count} positions")


async def hear(client: pytak.RXWorker, callsign: str) -> ElementTree.Element:
    """The next event about a vehicle."""

    async def read() -> ElementTree.Element:
        while True:
            data = await client.readcot()
            assert data is not None, "the gateway ended the connection"
            event = ElementTree.fromstring(data)
            contact = event.find("detail/contact")
            if contact is not None and contact.get("callsign") == callsign:
                return event

    return await asyncio.wait_for(read(), 30)


async def drive(config: SectionProxy, uid: str) -> None:
    sender, receiver = await tak_client(config)
    await sender.handle_data(place_of(uid))
    await sender.handle_data(bytes(pytak.serialize_cot(pytak.cot_event(uid=f"{uid}-ping", cot_type="t-x-c-t"))))
    pong = await asyncio.wait_for(receiver.readcot(), 20)
    assert b"t-x-c-t-r" in pong
    await stored()
    sender.writer.close()


def test_a_tak_client_is_a_tracker(listeners: Process, ports: dict[str, str]) -> None:
    make_vehicle("ANDROID-1")
    asyncio.run(drive(settings_of(COT_URL=f"tcp://127.0.0.1:{ports['PANTAU_COT_PORT']}"), "ANDROID-1"))
    check_position("ANDROID-1")


def test_a_tak_client_speaks_over_udp(listeners: Process, ports: dict[str, str]) -> None:
    make_vehicle("ANDROID-1")

    async def send() -> None:
        config = settings_of(COT_URL=f"udp+wo://127.0.0.1:{ports['PANTAU_COT_PORT']}")
        _, writer = await pytak.protocol_factory(config)
        await pytak.TXWorker(asyncio.Queue(), config, writer).handle_data(place_of("ANDROID-1"))
        await stored()

    asyncio.run(send())
    check_position("ANDROID-1")


def test_an_unknown_tak_client_is_kept_in_quarantine(listeners: Process, ports: dict[str, str]) -> None:
    async def send() -> None:
        sender, _ = await tak_client(settings_of(COT_URL=f"tcp://127.0.0.1:{ports['PANTAU_COT_PORT']}"))
        await sender.handle_data(place_of("ANDROID-9"))
        sender.writer.close()

    asyncio.run(send())
    until(Quarantine.objects.exists, what="the unknown client")
    assert (Quarantine.objects.get().identity, Quarantine.objects.get().protocol) == ("ANDROID-9", "cot")


@pytest.fixture
def tls(tmp_path: Path) -> tuple[Authority, dict[str, str]]:
    own = authority(tmp_path)
    certificate, key = own.issue("gateway")
    files = {"CERT": certificate, "KEY": key, "CLIENT_CA": own.certificate}
    return own, {**listener_ports(), **{f"PANTAU_COT_TLS_{name}": str(file) for name, file in files.items()}}


def with_certificate(own: Authority, ports: dict[str, str], trusted: Path) -> SectionProxy:
    certificate, key = own.issue("budi")
    return settings_of(
        COT_URL=f"tls://127.0.0.1:{ports['PANTAU_COT_TLS_PORT']}",
        PYTAK_TLS_CLIENT_CERT=str(certificate),
        PYTAK_TLS_CLIENT_KEY=str(key),
        PYTAK_TLS_CLIENT_CAFILE=str(trusted),
    )


def test_a_tak_client_with_a_certificate_drives_and_sees_the_fleet(
    transactional_db: None, tls: tuple[Authority, dict[str, str]]
) -> None:
    own, variables = tls
    make_vehicle("ANDROID-1", name="Ambulans 1")
    config = with_certificate(own, variables, own.certificate)

    async def journey() -> tuple[Any, Any]:
        sender, receiver = await tak_client(config)
        await sender.handle_data(place_of("ANDROID-1"))
        live = await hear(receiver, "Ambulans 1")
        sender.writer.close()
        # Who comes later is told at once where everybody is.
        later, watcher = await tak_client(config)
        snapshot = await hear(watcher, "Ambulans 1")
        later.writer.close()
        return live, snapshot

    with gateway(**variables):
        live, snapshot = asyncio.run(journey())
    check_position("ANDROID-1")
    assert Device.objects.get().listener_labels == "TAK (TLS)"
    for event in (live, snapshot):
        point = event.find("point")
        assert point is not None
        assert (float(point.get("lat", "0")), float(point.get("lon", "0"))) == (LAT, LON)
        assert event.get("type") == "a-f-G-E-V-C"


def test_a_certificate_of_a_stranger_is_not_enough(
    transactional_db: None, tls: tuple[Authority, dict[str, str]], tmp_path: Path
) -> None:
    own, variables = tls
    (tmp_path / "strangers").mkdir()
    stranger = authority(tmp_path / "strangers", "stranger")
    make_vehicle("ANDROID-1")

    async def attempt() -> bytes | None:
        try:
            sender, receiver = await tak_client(with_certificate(stranger, variables, own.certificate))
            await sender.handle_data(place_of("ANDROID-1"))
            return await asyncio.wait_for(receiver.readcot(), 20)
        except OSError:
            return None

    with gateway(**variables):
        assert asyncio.run(attempt()) is None
    assert not Position.objects.exists()


def test_the_plain_listener_tells_nobody_of_the_fleet(listeners: Process, ports: dict[str, str]) -> None:
    make_vehicle("ANDROID-1", name="Ambulans 1")

    async def listen() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(ports["PANTAU_COT_PORT"]))
        config = settings_of(COT_URL=f"tcp://127.0.0.1:{ports['PANTAU_COT_OUT_PORT']}")
        sender, receiver = await tak_client(config)
        await sender.handle_data(place_of("ANDROID-1"))
        await hear(receiver, "Ambulans 1")  # the listener that was opened on purpose does
        writer.write_eof()
        sender.writer.close()
        return await asyncio.wait_for(reader.read(), 20)

    assert asyncio.run(listen()) == b""
