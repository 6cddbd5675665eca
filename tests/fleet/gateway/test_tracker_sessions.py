"""Trackers at the real gateway: what is acknowledged is in the table, once, whatever happens on the way."""

import contextlib
import random
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from benchmarks.frames import teltonika_packets
from fleet.models import Device, DeviceState, Position, Quarantine, Vehicle
from fleet.protocols.rejection import RejectionReason
from fleet.protocols.streams import STREAMS
from kit.conninfo import conninfo
from tests.fleet.tracker_frames import H02, LAT, STEP, Gt06, Maker, Session, Teltonika
from tests.processes import Process, free_port, gateway
from tests.vehicles import make_vehicle
from tests.wait_for import until

pytestmark = pytest.mark.django_db(transaction=True)
IMEI = "352093089999010"
MAKERS: list[Maker] = [Gt06(), Teltonika(), H02()]


def ports() -> dict[str, str]:
    """A free port for each protocol's listener."""
    return {f"PANTAU_{name.upper()}_PORT": str(free_port()) for name in STREAMS}


def port(listener: Process, maker: Maker) -> int:
    return port_of(listener, maker.name)


def port_of(listener: Process, protocol: str) -> int:
    return int(listener.environment[f"PANTAU_{protocol.upper()}_PORT"])


@pytest.fixture
def tracked(transactional_db: None) -> Vehicle:
    """With a device that is not bound: here it speaks every protocol in turn."""
    vehicle = make_vehicle(IMEI)
    vehicle.devices.update(listeners=None)
    return vehicle


@pytest.fixture(scope="module")
def open_listener(django_db_setup: None) -> Iterator[Process]:
    """A gateway for the tests that hear an answer to everything they say, so that it has nothing left to write."""
    with gateway(**ports()) as process:
        yield process


@pytest.fixture
def listener(tracked: Vehicle, open_listener: Process) -> Process:
    return open_listener


@pytest.fixture
def own_listener(tracked: Vehicle) -> Iterator[Process]:
    with gateway(**ports()) as process:
        yield process


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.name)
def test_a_session_stores_what_it_acknowledges(listener: Process, maker: Maker) -> None:
    with Session(maker, IMEI, port(listener, maker)) as tracker:
        for n in range(5):
            assert tracker.deliver(n)
            assert Position.objects.count() == n + 1
    last = DeviceState.objects.get(device__identity=IMEI)
    assert last.point is not None
    assert last.point.y == pytest.approx(LAT + 4 * STEP, abs=2e-6)
    assert not Quarantine.objects.exists()


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.name)
def test_there_is_no_answer_while_the_database_is_held_up(listener: Process, maker: Maker) -> None:
    with Session(maker, IMEI, port(listener, maker)) as tracker, psycopg.connect(conninfo()) as holder:
        holder.execute("SELECT 1 FROM fleet_devicestate FOR UPDATE")
        tracker.send(0)
        assert not tracker.answered(within_s=1.5)
        assert not Position.objects.exists()
        holder.rollback()
        assert tracker.answered(within_s=20)
        assert Position.objects.count() == 1


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.name)
def test_frames_sent_again_after_a_cut_give_no_double_rows(listener: Process, maker: Maker) -> None:
    with Session(maker, IMEI, port(listener, maker)) as tracker:
        for n in range(10):
            tracker.send(n)
    # The connection was cut before it read an answer: it does not know what is kept.
    with Session(maker, IMEI, port(listener, maker)) as tracker:
        assert all(tracker.deliver(n) for n in range(10))
    assert Position.objects.count() == 10


def test_a_packet_of_many_positions_is_acknowledged_with_their_number(listener: Process) -> None:
    maker = Teltonika()
    with Session(maker, IMEI, port(listener, maker)) as tracker:
        assert tracker.deliver(0, 25)
    assert Position.objects.count() == 25


def test_text_over_udp_is_answered_when_it_is_stored(listener: Process) -> None:
    maker = H02()
    with udp(port(listener, maker)) as tracker:
        tracker.send(maker.positions(IMEI, 0, 1))
        assert maker.is_answer(tracker.recv(200), 1)
    assert Position.objects.count() == 1


def test_packets_over_udp_are_answered_when_they_are_stored_and_copies_change_nothing(listener: Process) -> None:
    maker = Teltonika()
    with udp(port(listener, maker)) as tracker, psycopg.connect(conninfo()) as holder:
        holder.execute("SELECT 1 FROM fleet_devicestate FOR UPDATE")
        packet = teltonika_packets.datagram(maker.records(0, 12), IMEI, packet_id=7)
        tracker.send(packet)
        tracker.settimeout(1)
        with pytest.raises(TimeoutError):
            tracker.recv(200)
        holder.rollback()
        tracker.settimeout(20)
        answer = tracker.recv(200)
        assert (answer[2:4], answer[-1]) == (b"\x00\x07", 12)
        tracker.send(packet)
        assert tracker.recv(200) == answer
    assert Position.objects.count() == 12


def udp(number: int) -> socket.socket:
    """A socket of a tracker that sends datagrams to a listener."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.settimeout(20)
    opened.connect(("127.0.0.1", number))
    return opened


def test_the_frames_of_an_unknown_tracker_are_kept_and_answered(listener: Process) -> None:
    maker = Gt06()
    with Session(maker, "352093089999028", port(listener, maker)) as tracker:
        assert tracker.deliver(0)
    kept = Quarantine.objects.get()
    assert (kept.identity, kept.protocol, kept.transport) == ("352093089999028", "gt06", "tcp")
    assert bytes(kept.raw) == maker.positions("", 0, 1)


NOISE = {
    "http": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "zeros": bytes(5000),
    "huge lengths": b"\x00\x00\x00\x00\xff\xff\xff\xff\x79\x79\xff\xff$$A99999,*HQ,(0" + b"9" * 3000,
    "random": random.Random(5).randbytes(4000),
}


def test_a_hostile_stream_costs_nobody_else_anything(own_listener: Process) -> None:
    for round_, (name, noise) in enumerate(NOISE.items()):
        first = round_ * len(MAKERS)
        with contextlib.ExitStack() as held:
            trackers = [held.enter_context(Session(maker, IMEI, port(own_listener, maker))) for maker in MAKERS]
            for number in (port_of(own_listener, protocol) for protocol in STREAMS):
                stranger = held.enter_context(socket.create_connection(("127.0.0.1", number), timeout=20))
                with contextlib.suppress(OSError):
                    for _ in range(50):
                        stranger.sendall(noise)
                held.enter_context(udp(number)).send(noise)
            assert all(tracker.deliver(n) for n, tracker in enumerate(trackers, first)), name
        assert Position.objects.count() == first + len(MAKERS), name
    assert not Quarantine.objects.filter(detail__contains=RejectionReason.DECODER_FAULT).exists()


def test_a_device_may_hop_between_gateways_in_its_own_protocol(listener: Process, tracked: Vehicle) -> None:
    maker, rounds = Teltonika(), 60
    with (
        gateway(**ports()) as other,
        Session(maker, IMEI, port(listener, maker)) as here,
        Session(maker, IMEI, port(other, maker)) as there,
        ThreadPoolExecutor(2) as pool,
    ):
        seen: list[float] = []
        for n in range(rounds):
            # Every packet to one of them, every third to both at once; each holds the last position of the one before.
            homes = [here, there] if n % 3 == 0 else [(here, there)[n % 2]]
            assert all(pool.map(lambda home, n=n: home.deliver(n * 4, 5), homes))
            seen.append(DeviceState.objects.get(device__identity=IMEI).fix_time.timestamp())  # type: ignore[union-attr]
    assert Position.objects.count() == rounds * 4 + 1
    assert seen == sorted(seen)
    state = DeviceState.objects.get(device=Device.objects.get(identity=IMEI))
    assert state.stored == rounds * 4 + 1


def test_several_processes_share_the_ports(tracked: Vehicle) -> None:
    maker = Gt06()
    with gateway(**ports(), PANTAU_GATEWAY_PROCESSES="2") as process:
        until(lambda: process.output().count("listening: gt06") == 2, what="both processes listening")
        sessions = [Session(maker, IMEI, port(process, maker)) for _ in range(16)]
        assert all(session.deliver(n) for n, session in enumerate(sessions))
        for session in sessions:
            session.socket.close()
    assert Position.objects.count() == 16
