"""What is shipped beside the code: containers, variables, pinned libraries."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.layout import ROOT

COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXPLAINED = (ROOT / ".env.example").read_text()
ONE_SHOT = {"migrate"}


def services() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    return loaded


def explained_variables() -> set[str]:
    return set(re.findall(r"^#?(PANTAU_[A-Z0-9_]+)=", EXPLAINED, re.MULTILINE))


def variables_in(*files: Path) -> set[str]:
    return {name for file in files for name in re.findall(r"\"(PANTAU_[A-Z0-9_]+)\"", file.read_text())}


@pytest.mark.parametrize("name", ["db", "redis", "web", "gateway", "mosquitto", "worker", "reports", "proxy"])
def test_every_lasting_service_has_a_health_check_and_comes_back_after_a_crash(name: str) -> None:
    service = services()[name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"


def test_only_the_migration_runs_once() -> None:
    assert {name for name, service in services().items() if service["restart"] == "no"} == ONE_SHOT


def test_every_named_volume_is_declared() -> None:
    used = {
        volume.split(":", 1)[0]
        for service in services().values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "$"))
    }
    assert used == set(yaml.safe_load(COMPOSE)["volumes"])


def test_every_variable_of_the_containers_is_explained() -> None:
    asked_for = set(re.findall(r"\$\{([A-Z0-9_]+)", COMPOSE))
    caddy = set(re.findall(r"\{\$([A-Z0-9_]+)\}", (ROOT / "ops" / "caddy" / "Caddyfile").read_text()))
    assert asked_for | caddy <= explained_variables()


def test_every_variable_that_settings_read_is_explained() -> None:
    read = re.findall(
        r"env\.\w+\(\s*\"(PANTAU_[A-Z0-9_]+)\"",
        "".join(file.read_text() for file in (ROOT / "config" / "settings").glob("*.py")),
    )
    assert set(read) <= explained_variables()


def test_every_variable_that_ops_sets_is_explained() -> None:
    assert variables_in(ROOT / "ops" / "environment.py", ROOT / "ops" / "test.py") <= explained_variables()


def test_every_variable_has_its_explanation_above_it() -> None:
    lines = EXPLAINED.splitlines()
    assignments = [number for number, line in enumerate(lines) if re.match(r"#?PANTAU_[A-Z0-9_]+=", line)]
    for number in assignments:
        above = lines[number - 1]
        assert above.startswith(("# ", "PANTAU_", "#PANTAU_")), lines[number]


def test_the_web_process_trusts_the_address_of_the_proxy_and_no_other() -> None:
    proxy = services()["proxy"]["networks"]["front"]["ipv4_address"]
    assert services()["web"]["environment"]["PANTAU_TRUSTED_PROXIES"] == proxy
    assert "front" in services()["web"]["networks"]
    assert not services()["web"].get("ports")


@pytest.mark.parametrize(
    ("uri", "written"),
    [
        ("/wall/", "/wall/"),
        ("/share/abc_DEF-1/position", "/share/-/position"),
        ("/status/KARO-7F3K/kata/?x=1", "/status/-/kata/-"),
        ("/fleet/take/secret/", "/fleet/take/-/"),
        ("/api/v1/complaints/KARO-7F3K", "/api/v1/complaints/-"),
        ("/api/v1/reports/KARO-7F3K", "/api/v1/reports/-"),
        ("/lapor/terkirim/KARO-7F3K/?key=x", "/lapor/terkirim/-/-"),
        ("/?key=secret&id=867", "/-"),
    ],
)
def test_the_access_log_holds_nothing_that_opens_something(uri: str, written: str) -> None:
    caddyfile = (ROOT / "ops" / "caddy" / "Caddyfile").read_text()
    found = re.search(r'request>uri regexp "([^"]+)" "([^"]+)"', caddyfile)
    assert found
    assert re.sub(found[1], found[2].replace("${1}", r"\g<1>"), uri) == written


@pytest.mark.parametrize("name", sorted(services()))
def test_every_container_is_confined(name: str) -> None:
    service = services()[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]
    assert service["mem_limit"] and service["pids_limit"]
    assert not service.get("privileged")


def test_every_image_is_pinned_to_a_version() -> None:
    images = {service["image"] for service in services().values()} - {"pantau:local"}
    built = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    # Of the database's image there is no tag beyond the minor versions of PostgreSQL and PostGIS.
    exact = re.compile(r"^[a-z/-]+:(\d+\.\d+\.\d+|\d+-\d+\.\d+)")
    assert [image for image in (*images, *built) if not exact.match(image)] == []


def test_only_the_migration_knows_the_owners_password() -> None:
    for name, service in services().items():
        if service["image"] != "pantau:local":
            continue
        url = service["environment"]["PANTAU_DATABASE_URL"]
        if name in ONE_SHOT:
            assert url.startswith("postgresql://pantau:")
        else:
            assert url.startswith("postgresql://pantau_app:")
            assert service["environment"]["PANTAU_DATABASE_PASSWORD"] == ""


def test_no_certificate_or_secret_gets_into_the_image() -> None:
    assert {"certificates", ".env", ".local", "*.key"} <= set((ROOT / ".dockerignore").read_text().split())


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\w+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert users == ["pantau"]


@pytest.mark.parametrize("name", ["base.txt", "dev.txt", "node.txt"])
def test_python_libraries_are_pinned_with_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    pins = re.findall(
        r"^[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==\S+[^\n]*(?:\n {4}--hash=sha256:[0-9a-f]{64}[ \\]*)+", text, re.M
    )
    assert len(pins) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_the_front_ends_lock_names_no_address() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


def test_the_front_ends_lock_belongs_to_its_list_of_libraries() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    assert locked["dependencies"] == wanted["dependencies"]
    assert locked["devDependencies"] == wanted["devDependencies"]
