"""Running other programs during the setup: quiet when they succeed, one sentence when they do not."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.errors import OpsError
from ops.layout import LOCAL, ROOT

LOG = LOCAL / "log" / "setup.log"
# Call stacks of Node, and what npm adds around its reason.
NOISE = re.compile(r"at .*|.*:|npm error( code .*| A complete log.*| Run .npm help.*| aliases:.*)?$")
TELLING = ("error", "unknown command", "exception", "fatal", "cannot", "could not", "no such", "denied", "badsetting")


def run(what: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> str:
    """Run a program in the checkout and return its standard output.

    Raises OpsError, naming what was being done and the program's most telling line; everything is in setup.log.
    """
    LOG.parent.mkdir(parents=True, exist_ok=True)
    words = [str(part) for part in command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=dict(env if env is not None else os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    LOG.touch(mode=0o600)
    with LOG.open("a") as log:
        log.write(f"$ {' '.join(words)}\n{done.stdout}{done.stderr}\n")
    if done.returncode != 0:
        raise OpsError(_sentence(what, done.stderr + "\n" + done.stdout))
    return done.stdout


def _sentence(what: str, output: str) -> str:
    if "No space left on device" in output or "ENOSPC" in output:
        return f"The disk became full during this step: {what}; free some space and start again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line.lower() for word in TELLING) and not NOISE.match(line)]
    reason = (telling or lines or ["it said nothing"])[-1][:300]
    return f"This step failed: {what}: {reason} (all of its output is in {LOG})"
