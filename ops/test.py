"""`./test`: every check and every test, on a database and a Redis of its own."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ops import node_env, setup
from ops.command import ignore_interrupts, main
from ops.commands import run
from ops.environment import environment
from ops.layout import ROOT, VENV, throwaway
from ops.pytest_run import make_template, run_pytest
from ops.python_env import PYTHON
from ops.servers import Servers
from ops.steps import DURATIONS, say, step

Check = tuple[str, list[str | Path], Mapping[str, str]]
"""The name of a check, its command and the environment of that."""
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chrome")


def test() -> int:
    """Set up, run every check and then pytest; 0 when all of them passed."""
    parser = argparse.ArgumentParser(
        prog="./test",
        usage="./test [--thorough] [PATH ...] [any option of pytest]",
        description="Run every check and test, or pytest alone when paths or options of pytest are given.",
    )
    parser.add_argument("--thorough", action="store_true", help="more examples and every combination; takes longer")
    chosen, for_pytest = parser.parse_known_args()
    say("Setting up:")
    setup.ensure(development=True)
    _ensure_browser()
    servers = Servers(throwaway("test"))
    try:
        servers.start()
        servers.cluster.create_database()
        env = _environment(servers, thorough=chosen.thorough)
        failed = [] if for_pytest else _checks(env)
        if failed:
            say(f"\nFAILED: {', '.join(failed)} (see above); pytest follows.")
        template = make_template(servers.cluster, env)
        say("\npytest:")
        code = run_pytest(for_pytest, {**env, "PANTAU_TEST_TEMPLATE": template})
        return code or (1 if failed else 0)
    finally:
        ignore_interrupts()
        servers.stop()


def _environment(servers: Servers, *, thorough: bool) -> dict[str, str]:
    env = environment(servers.space, demo=False)
    browser = _browser()
    return {
        **env,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        # Tests make and drop their databases; the processes that they start connect as the product does.
        "PANTAU_DATABASE_URL": servers.cluster.url(),
        "PANTAU_TEST_DB": "test_pantau",
        "PANTAU_THOROUGH": "1" if thorough else "0",
        **({"PANTAU_BROWSER": browser} if browser else {}),
    }


def _browser() -> str | None:
    """A browser of this machine that tests can drive; Ubuntu's snap cannot be."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found and "/snap" not in str(Path(found).resolve()):
            return found
    return None


def _ensure_browser() -> None:
    if _browser() is None:
        with step("browser of the tests"):
            run("browser of the tests", [VENV / "bin" / "playwright", "install", "--with-deps", "chromium"])


def _checks(env: Mapping[str, str]) -> list[str]:
    """Run all checks but pytest, each with its time; the output of those that fail is shown. Returns their names."""
    tool = VENV / "bin"
    node = {**env, "PATH": f"{tool}:{node_env.environment()['PATH']}"}
    back_end: list[Check] = [
        ("ruff format", [tool / "ruff", "format", "--check", "."], env),
        ("ruff check", [tool / "ruff", "check", "."], env),
        ("mypy", [tool / "mypy", "."], env),
        ("import contracts", [tool / "lint-imports"], env),
        ("missing migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], env),
    ]
    front_end: list[Check] = [
        ("TypeScript types", ["npm", "run", "--silent", "check"], node),
        ("TypeScript lint", ["npm", "run", "--silent", "lint"], node),
        ("vitest", ["npm", "run", "--silent", "test"], node),
    ]
    say("Checks:")
    with ThreadPoolExecutor(2) as pool:
        return [name for failed in pool.map(_failing, (back_end, front_end)) for name in failed]


def _failing(checks: Sequence[Check]) -> list[str]:
    return [name for name, command, variables in checks if not _passes(name, command, variables)]


def _passes(name: str, command: list[str | Path], env: Mapping[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**env, "CI": os.environ.get("CI") or "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    seconds = time.monotonic() - began
    DURATIONS[name] = round(seconds, 2)
    say(f"  {name} ... {'passed' if done.returncode == 0 else 'FAILED'}, {seconds:.1f} s")
    if done.returncode != 0:
        say(done.stdout.decode(errors="replace").rstrip())
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(test))
