"""The virtual environment with the pinned libraries of requirements/."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ops.commands import run
from ops.layout import REQUIREMENTS, VENV
from ops.stamps import Stamp, digest
from ops.steps import step

PYTHON = VENV / "bin" / "python"


def ensure(*, development: bool) -> None:
    """Make the environment and install what is missing; `development` adds what tests and type checks need."""
    _ensure_venv()
    _ensure_installed("Python libraries", REQUIREMENTS / "base.txt")
    if development:
        _ensure_installed("Python libraries of the tests", REQUIREMENTS / "dev.txt")


def _ensure_venv() -> None:
    if PYTHON.exists():
        works = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
        if works.returncode == 0:
            return
    with step("Python environment"):
        run("Python environment", [sys.executable, "-m", "venv", "--clear", VENV])


def _ensure_installed(what: str, requirements: Path) -> None:
    # The stamp lies inside the environment, so that it goes when the environment goes.
    stamp = Stamp(VENV / "pantau-stamps", requirements.stem)
    wanted = digest([requirements])
    if stamp.holds(wanted):
        return
    with step(what):
        install(what, requirements)
    stamp.set(wanted)


def install(what: str, requirements: Path) -> None:
    """Install exactly what the file pins, from wherever this machine's own pip settings point."""
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
    environment = {**os.environ, "PIP_NO_WARN_SCRIPT_LOCATION": "1"}
    run(what, [PYTHON, "-m", "pip", "install", *options, "-r", requirements], environment)
