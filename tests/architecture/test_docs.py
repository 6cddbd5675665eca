"""What the documents name exists: files, commands, settings, addresses."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from config.gateway_listeners import networks
from fleet.gateway.networks import AllowedNetworks

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^)#:]+)\)")
_COMMAND = re.compile(r"manage\.py ([a-z_]+)")
_SETTING = re.compile(r"\bPANTAU_[A-Z0-9_]*[A-Z0-9]\b")
_ADDRESS = re.compile(r"[`(](/(?:api/v1|fleet|people|desk|share|lapor|pengaduan|status|wall|planner)/[^`)?\s]*)")
_KEPT = re.compile(r"\{[^}]*\}|<[^>]*>")


@pytest.fixture(params=DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def document(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_its_links_lead_somewhere(document: Path) -> None:
    missing = [link for link in _LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert missing == []


def test_its_commands_exist(document: Path) -> None:
    assert set(_COMMAND.findall(document.read_text())) <= set(get_commands())


def test_its_settings_are_explained(document: Path) -> None:
    known = set(_SETTING.findall((ROOT / ".env.example").read_text()))
    assert set(_SETTING.findall(document.read_text())) <= known


def test_its_addresses_answer(document: Path) -> None:
    gone = []
    for address in _ADDRESS.findall(document.read_text()):
        try:
            resolve(_KEPT.sub("1", address))
        except Resolver404:
            gone.append(address)
    assert gone == []


def test_every_setting_of_the_gateway_is_described_for_those_who_run_it() -> None:
    read = {name for path in (ROOT / "config").glob("gateway*.py") for name in _SETTING.findall(path.read_text())}
    variables = set(_SETTING.findall((ROOT / ".env.example").read_text()))
    described = set(_SETTING.findall((ROOT / "docs/production.md").read_text()))
    assert {"PANTAU_LISTENER_NETWORKS", "PANTAU_MQTT_ACCOUNTS_FILE"} <= read & variables
    assert read & variables <= described


def test_the_example_of_networks_is_understood_and_lets_the_health_check_in(settings: Any) -> None:
    (example,) = re.findall(r"^PANTAU_LISTENER_NETWORKS=(.+)$", (ROOT / "docs/production.md").read_text(), re.MULTILINE)
    settings.PANTAU_LISTENER_NETWORKS = example
    found = networks()
    assert found.keys() == {"gt06", "teltonika", "cot_tls", "osmand"}
    assert AllowedNetworks("osmand", found).admits("127.0.0.1")
    assert not AllowedNetworks("gt06", found).admits("127.0.0.1")


def test_the_names_of_listeners_are_those_of_the_gateway(settings: Any) -> None:
    text = (ROOT / "docs/production.md").read_text()
    (listed,) = re.findall(r"The names are (.+?);", text, re.DOTALL)
    settings.PANTAU_LISTENER_NETWORKS = ", ".join(f"{name}=10.0.0.0/8" for name in re.findall(r"`(\w+)`", listed))
    assert networks().keys() == {*settings.PANTAU_TRACKER_PORTS, "osmand", "owntracks", "cot_tls", "cot_out"}
