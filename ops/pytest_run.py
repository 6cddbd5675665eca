"""Running pytest: one by one what a test running beside it would disturb, and then the rest in several processes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import Final

from ops.commands import run
from ops.layout import ROOT
from ops.postgres import Cluster
from ops.python_env import PYTHON
from ops.steps import step

PROCESSES: Final = 2
"""More would need more memory than a small machine has: each has its own web processes and browsers."""
TEMPLATE: Final = "template_pantau"
# Nothing of a cluster that is deleted has to survive a power cut. A vacuum of its own accord gives way to a lock only
# after deadlock_timeout, which is to be less than the lock_timeout of the product's short waits.
_CLUSTER: Final = ("fsync = off", "full_page_writes = off", "deadlock_timeout = '100ms'")
_NOTHING_COLLECTED: Final = 5
_SINGLE: Final = frozenset(
    {"-n", "--numprocesses", "--dist", "-m", "-s", "--pdb", "--trace", "--collect-only", "--help"}
)
_TOGETHER: Final = ["-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not alone"]


def make_template(cluster: Cluster, env: Mapping[str, str]) -> str:
    """Make a database that has every migration, of which each process of pytest makes its own by copying; its name."""
    with step("database of the tests"):
        for setting in _CLUSTER:
            cluster.sql(f"ALTER SYSTEM SET {setting}")
        cluster.sql("SELECT pg_reload_conf()")
        cluster.create_database(TEMPLATE)
        owner = {**env, "PANTAU_DATABASE_URL": cluster.url(TEMPLATE)}
        run("database of the tests", [PYTHON, "manage.py", "migrate", "--verbosity=0"], owner)
    return TEMPLATE


def run_pytest(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run pytest with these arguments; its exit code.

    On a machine of two cores or more the tests marked ``alone`` run in one process, and then the others in two, each
    with a database of its own. Arguments that choose the processes or the marked tests run as they are, in one.
    """
    if (os.cpu_count() or 1) < PROCESSES or _chooses(arguments):
        return _pytest([*arguments], env)
    files = [] if _paths(arguments) else _files_with_lone_tests()
    slowest = [] if _paths(arguments) else ["--durations=25", "--durations-min=1"]
    codes = [
        _pytest(["-m", "alone", *arguments, *files], env),
        _pytest([*_TOGETHER, *slowest, *arguments], env),
    ]
    if all(code == _NOTHING_COLLECTED for code in codes):
        return _NOTHING_COLLECTED
    return next((code for code in codes if code not in {0, _NOTHING_COLLECTED}), 0)


def _chooses(arguments: Sequence[str]) -> bool:
    """Whether the arguments say in what processes or which marked tests are run, or name one file."""
    paths = _paths(arguments)
    one_file = len(paths) == 1 and not (ROOT / paths[0]).is_dir()
    return one_file or any(part.partition("=")[0] in _SINGLE for part in arguments)


def _paths(arguments: Sequence[str]) -> list[str]:
    return [part for part in arguments if (ROOT / part.partition("::")[0]).exists()]


def _files_with_lone_tests() -> list[str]:
    """To collect these alone takes a second; to collect all tests takes ten."""
    return [str(path) for path in sorted((ROOT / "tests").rglob("test_*.py")) if "mark.alone" in path.read_text()]


def _pytest(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    # The whole cluster is deleted afterwards.
    command = [str(PYTHON), "-m", "pytest", "--reuse-db", *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(env), check=False).returncode
