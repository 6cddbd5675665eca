"""The private broker of ./run: where it is, and who may do what there."""

from pathlib import Path

import pytest

from ops.environment import Ports, environment
from ops.layout import Space
from ops.mqtt_broker import GATEWAY, MqttBroker, program


@pytest.fixture
def broker(tmp_path: Path) -> MqttBroker:
    if program() is None:
        pytest.fail("Mosquitto is not installed; start the tests with ./test")
    return MqttBroker(Space(tmp_path / "space"), "127.0.0.1", 18830)


def test_the_gateway_is_told_of_it(tmp_path: Path) -> None:
    space = Space(tmp_path / "space")
    url = environment(space, ports=Ports(mqtt=18830), demo=False)["PANTAU_MQTT_URL"]
    assert url.startswith(f"mqtt://{GATEWAY}:")
    assert url.endswith("@127.0.0.1:18830")
    assert url == environment(space, ports=Ports(mqtt=18830), demo=False)["PANTAU_MQTT_URL"]


def test_a_named_broker_is_used_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_MQTT_URL", "mqtt://broker.example.go.id")
    ports = Ports.from_environment()
    assert ports.mqtt == -1
    assert environment(Space(tmp_path), ports=ports, demo=False)["PANTAU_MQTT_URL"] == "mqtt://broker.example.go.id"


def test_its_files_are_its_own(broker: MqttBroker) -> None:
    broker.prepare()
    broker.prepare()  # as at the next start
    assert {file.stat().st_mode & 0o077 for file in [broker.folder, *broker.folder.iterdir()]} == {0}
    assert (broker.folder / "accounts").read_text().count(GATEWAY) == 1
    assert (broker.space.folder / "mqtt_password").stat().st_mode & 0o077 == 0
