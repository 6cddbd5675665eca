"""A real Mosquitto of a test's own, as ./run starts one, and the client that publishes to it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ops.layout import Space
from ops.mqtt_broker import MqttBroker, program
from ops.ports import free_ports
from tests.waiting import until


class BrokerProcess:
    """A running broker; what it keeps survives its end and start."""

    def __init__(self, folder: Path) -> None:
        space = Space(folder)
        space.make()
        self._broker = MqttBroker(space, "127.0.0.1", free_ports(1)[0])
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for PANTAU_MQTT_URL."""
        return self._broker.url

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._child = subprocess.Popen(self._broker.prepare(), stderr=subprocess.DEVNULL)
        until(self._broker.answers, what="an answer of Mosquitto")

    def stop(self) -> None:
        """End it in order."""
        if self._child is not None:
            self._child.terminate()
            self._child.wait(10)
            self._child = None

    def publish(self, topic: str, payload: str, *options: str) -> None:
        """Publish with ``mosquitto_pub`` at QoS 1; returns when the broker has acknowledged."""
        where = ["-h", "127.0.0.1", "-p", str(self._broker.port), "-q", "1"]
        subprocess.run([_path("mosquitto_pub"), *where, "-t", topic, "-m", payload, *options], check=True, timeout=20)

    def hears(self, topic: str) -> bool:
        """Whether somebody without a name hears what is published below a topic."""
        where = ["-h", "127.0.0.1", "-p", str(self._broker.port), "-t", topic, "-C", "1", "-W", "2"]
        done = subprocess.run([_path("mosquitto_sub"), *where], capture_output=True, check=False, timeout=20)
        return bool(done.stdout)


def _path(name: str) -> str:
    path = program(name)
    if path is None:
        pytest.fail(f"{name} is not installed; start the tests with ./test")
    return path


@contextmanager
def own_broker() -> Iterator[BrokerProcess]:
    """A running broker with nothing in it."""
    _path("mosquitto")
    with TemporaryDirectory(prefix="pantau-mqtt-") as folder:
        process = BrokerProcess(Path(folder))
        process.start()
        try:
            yield process
        finally:
            process.stop()
