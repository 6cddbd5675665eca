"""Each expected trouble is one clear sentence and an exit code, never a traceback."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ops import command, commands, ports
from ops.environment import Ports
from ops.errors import OpsError, explain_os_error
from ops.layout import ROOT


def bootstrap(script: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of shell with the functions of ops/bootstrap.sh."""
    return subprocess.run(
        ["bash", "-c", f"set -euo pipefail; . ops/bootstrap.sh; {script}"],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_taken_port_is_named_with_its_remedy() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(OpsError, match=rf"^Port {port}, for the web pages, is taken .*start with --port NUMBER\.$"):
            ports.require_free("127.0.0.1", port, "the web pages", "stop it, or start with --port NUMBER")


@pytest.mark.parametrize("port", [0, -5, 99_999])
def test_a_port_that_cannot_exist_is_named(port: int) -> None:
    with pytest.raises(OpsError, match="does not exist; ports go from 1 to 65535"):
        ports.require_free("127.0.0.1", port, "the web pages", "nothing")


def test_a_port_in_the_environment_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_OSMAND_PORT", "fifty")
    with pytest.raises(OpsError, match="PANTAU_OSMAND_PORT is 'fifty', which is not a number"):
        Ports.from_environment()


def test_free_ports_are_free_and_different() -> None:
    first, second = ports.free_ports(2)
    assert first != second
    ports.require_free("127.0.0.1", first, "the test", "nothing")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "right is missing"), (errno.EROFS, "read-only")],
)
def test_errors_of_the_system_become_sentences(number: int, words: str) -> None:
    sentence = str(explain_os_error(OSError(number, os.strerror(number), "/srv/pantau/.local")))
    assert words in sentence
    assert "/srv/pantau/.local" in sentence


def test_a_command_ends_with_the_sentence_and_code_one(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> int:
        raise OpsError("The moon is in the way; wait for an hour.")

    assert command.main(fails) == 1
    assert capsys.readouterr().err == "The moon is in the way; wait for an hour.\n"


def test_a_failed_step_names_itself_and_the_programs_own_reason() -> None:
    script = "import sys; sys.exit('Error: no such table: areas')"
    with pytest.raises(OpsError, match="This step failed: database tables: Error: no such table: areas"):
        commands.run("database tables", [sys.executable, "-c", script])


def test_a_disk_that_fills_up_during_a_step_is_named() -> None:
    script = "import sys; sys.exit('OSError: [Errno 28] No space left on device')"
    with pytest.raises(OpsError, match="The disk became full during this step: Python libraries"):
        commands.run("Python libraries", [sys.executable, "-c", script])


@pytest.mark.parametrize(
    ("system", "version", "release"),
    [("debian", "12", "15"), ("debian", "13", "17"), ("ubuntu", "22.04", "14"), ("ubuntu", "24.04", "16")],
)
def test_each_supported_system_has_its_postgresql(tmp_path: Path, system: str, version: str, release: str) -> None:
    (tmp_path / "os-release").write_text(f'ID={system}\nVERSION_ID="{version}"\n')
    assert bootstrap("postgres_release", OS_RELEASE=str(tmp_path / "os-release")).stdout == release


def test_an_unsupported_system_is_told_so_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "os-release").write_text("ID=fedora\nVERSION_ID=43\n")
    done = bootstrap("bootstrap run; echo went on", OS_RELEASE=str(tmp_path / "os-release"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "this is fedora 43" in done.stderr


def test_a_full_disk_is_told_so_before_anything_is_installed() -> None:
    done = bootstrap("require_space / 999999999 'the setup'")
    assert done.returncode == 1
    assert "The disk of / is full" in done.stderr


@pytest.mark.parametrize(("purpose", "named"), [("test", True), ("run", False)])
def test_programs_that_only_tests_call_are_installed_for_the_tests(purpose: str, named: bool) -> None:
    done = bootstrap(f"PATH=/nowhere; missing_packages {purpose}")
    packages = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert packages.issuperset({"curl", "openssl", "mosquitto-clients"}) is named
    assert packages.isdisjoint({"curl", "openssl", "mosquitto-clients"}) is not named
