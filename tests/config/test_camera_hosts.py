"""Which inner addresses cameras may have is read strictly."""

import pytest

from config import env


def test_hosts_with_ports_and_networks_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "10.1.2.3:80, nvr.lan:8080, 10.20.0.0/16, [fd00::1]:80")
    assert env.hosts_and_networks("X") == ["10.1.2.3:80", "nvr.lan:8080", "10.20.0.0/16", "[fd00::1]:80"]


@pytest.mark.parametrize("value", ["10.1.2.3", "nvr.lan:", "nvr.lan:99999", "10.20.0.1/16", "/16", ":80"])
def test_it_rejects_what_is_neither(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(env.BadSetting):
        env.hosts_and_networks("X")
