"""Ten thousand connections that say little or nothing cost memory for what is known of them, and end by themselves."""

import contextlib
import resource
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.files_limit import raise_files_limit
from tests.fleet.tracker_frames import Gt06, Session
from tests.processes import Process, free_port, gateway
from tests.vehicles import make_vehicle
from tests.wait_for import until

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = 10_000
OWN_FILES = 500
GATEWAYS_FILES = 50
MOST_BYTES = 200_000_000
IDLE_S = 30
IMEI = "352093089999010"


@pytest.fixture
def crowd_size() -> Iterator[int]:
    """As many connections as this machine lets one process have, up to ten thousand."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield min(WANTED, raise_files_limit() - OWN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def listener(transactional_db: None) -> Iterator[Process]:
    make_vehicle(IMEI)
    seconds = str(IDLE_S)
    with gateway(
        PANTAU_GT06_PORT=str(free_port()), PANTAU_TRACKER_IDLE_S=seconds, PANTAU_TRACKER_FRAME_S=seconds
    ) as one:
        yield one


def resident_bytes(pid: int) -> int:
    """How much of a process is in memory."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


def open_connections(pid: int) -> int:
    """The files of a process: its connections and some twenty others, which come and go (fewer than 50)."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def test_ten_thousand_idle_and_slow_trackers_fit_and_are_closed(
    listener: Process, crowd_size: int, record_property: Callable[[str, object], None]
) -> None:
    maker, port = Gt06(), int(listener.environment["PANTAU_GT06_PORT"])
    with contextlib.ExitStack() as held, selectors.DefaultSelector() as answers:
        crowd = [held.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(crowd_size)]
        for n, one in enumerate(crowd):
            if n % 2:
                one.sendall(maker.login(str(352_093_089_000_000 + n)))
            one.setblocking(False)
            answers.register(one, selectors.EVENT_READ)
        wanted = crowd_size - GATEWAYS_FILES
        until(lambda: open_connections(listener.pid) >= wanted, seconds=IDLE_S, what="nearly all open at once")
        slow = crowd[: crowd_size // 4]
        most, closed = watch_until_closed(listener, slow, answers, crowd_size)
        assert closed == crowd_size
    record_property("connections", crowd_size)
    record_property("resident_bytes", most)
    print(f"{crowd_size} connections, at most {most / 1e6:.0f} MB resident")  # noqa: T201
    assert most < MOST_BYTES
    with Session(maker, IMEI, port) as tracker:
        assert tracker.deliver(0)


def watch_until_closed(
    listener: Process, slow: list[socket.socket], answers: selectors.BaseSelector, count: int
) -> tuple[int, int]:
    """Send a byte a second for the slow ones until all are closed; the most memory seen, and how many were closed."""
    most = closed = 0
    deadline = time.monotonic() + IDLE_S * 3
    last = 0.0
    while closed < count and time.monotonic() < deadline:
        if time.monotonic() > last + 1:
            last = time.monotonic()
            most = max(most, resident_bytes(listener.pid))
            for one in slow:
                with contextlib.suppress(OSError):
                    one.send(b"\x78")
        for key, _ in answers.select(timeout=0.5):
            assert isinstance(key.fileobj, socket.socket)
            if has_ended(key.fileobj):
                answers.unregister(key.fileobj)
                closed += 1
    return most, closed


def has_ended(one: socket.socket) -> bool:
    """Whether the other side closed it; an answer to a login is taken on the way."""
    try:
        return one.recv(100) == b""
    except ConnectionError:
        return True
