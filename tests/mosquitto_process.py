"""A real Mosquitto of a test's own, as ./run starts one, and the client that publishes to it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from fleet.devices.secrets import mosquitto_hash
from fleet.gateway.mqtt_accounts import write_accounts
from ops.layout import Space
from ops.mqtt_broker import MqttBroker, program
from ops.ports import free_ports
from tests.wait_for import until

PHONES: Final = ("budi", "stranger")
"""Names of the phones that have an account at a test's broker."""
PASSWORD: Final = "a phone's password"


class BrokerProcess:
    """A running broker; what it keeps survives its end and start."""

    def __init__(self, folder: Path) -> None:
        space = Space(folder)
        space.make()
        self._broker = MqttBroker(space, "127.0.0.1", free_ports(1)[0])
        self._child: subprocess.Popen[bytes] | None = None
        self._broker.prepare()
        write_accounts(self.accounts_file, [(name, mosquitto_hash(PASSWORD)) for name in PHONES])

    @property
    def accounts_file(self) -> Path:
        """For PANTAU_MQTT_ACCOUNTS_FILE."""
        return self._broker.enrolled

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
        """Publish at QoS 1 as the phone of the topic; returns when the broker has acknowledged."""
        assert self.accepts(topic, payload, *options, user=topic.split("/")[1]), topic

    def accepts(self, topic: str, payload: str, *options: str, user: str = "", password: str = PASSWORD) -> bool:
        """Whether the broker lets somebody in who publishes; a topic that is not theirs is dropped all the same."""
        where = ["-h", "127.0.0.1", "-p", str(self._broker.port), "-q", "1"]
        account = ["-u", user, "-P", password] if user else []
        command = [_path("mosquitto_pub"), *where, *account, "-t", topic, "-m", payload, *options]
        return subprocess.run(command, check=False, timeout=20, stderr=subprocess.DEVNULL).returncode == 0

    def hears(self, topic: str, user: str) -> bool:
        """Whether a phone hears what is published below a topic."""
        where = ["-h", "127.0.0.1", "-p", str(self._broker.port), "-t", topic, "-C", "1", "-W", "2"]
        where += ["-u", user, "-P", PASSWORD]
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
