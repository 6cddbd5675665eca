"""The setup that every command shares, and the database that they work on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ops import node_env, python_env, translations
from ops.commands import run
from ops.layout import LOCAL, REQUIREMENTS, ROOT, Space
from ops.locks import setup_lock
from ops.postgres import DATABASE, Cluster
from ops.python_env import PYTHON
from ops.servers import remove_leftovers
from ops.stamps import Stamp, digest
from ops.steps import step, take_over_packages_step

DEMO: Final = ROOT / "demo"


def ensure(*, development: bool) -> None:
    """Install and build whatever is missing or has changed; nothing when all is up to date."""
    # Files of the product are readable by the database's account even where root's umask says otherwise.
    os.umask(0o022)
    take_over_packages_step()
    with setup_lock():
        LOCAL.mkdir(exist_ok=True)
        remove_leftovers()
        python_env.ensure(development=development)
        node_env.ensure()
        translations.ensure()


def ensure_database(space: Space, env: Mapping[str, str], database: str = DATABASE) -> None:
    """Make the database if it is missing and bring its tables up to date."""
    Cluster(space).create_database(database)
    stamp = Stamp(space.folder / "stamps", f"migrations-{database}")
    role = ROOT / "kit" / "database_role.py"
    wanted = digest([*ROOT.glob("*/migrations/*.py"), role, REQUIREMENTS / "base.txt"])
    if stamp.holds(wanted):
        return
    with step("database tables"):
        owner = {**env, "PANTAU_DATABASE_URL": Cluster(space).url(database)}
        run("database tables", [PYTHON, "manage.py", "prepare_database", "--verbosity=0"], owner)
    stamp.set(wanted)


def ensure_demo(space: Space, env: Mapping[str, str]) -> None:
    """Load the demo region on first use; one that an earlier version has loaded stays as it is."""
    stamp = _demo_stamp(space)
    if stamp.path.exists():
        return
    with step("demo region"):
        run("demo region", [PYTHON, "manage.py", "load_demo"], env)
        demo_accounts_file(space).touch(mode=0o600)
        demo_accounts_file(space).write_text(
            run("demo accounts", [PYTHON, "manage.py", "demo_accounts", "--json"], env)
        )
    stamp.set(demo_version())


def demo_is_old(space: Space) -> bool:
    """Whether the demo that is loaded is not the one that this version would load."""
    stamp = _demo_stamp(space)
    return stamp.path.exists() and not stamp.holds(demo_version())


def remove_demo(space: Space) -> None:
    """Delete the demo's database and uploads; the running cluster's other databases stay. Raises OpsError."""
    Cluster(space).drop_database(DATABASE)
    shutil.rmtree(space.media_of(DATABASE), ignore_errors=True)
    for name in ("demo", f"migrations-{DATABASE}"):
        Stamp(space.folder / "stamps", name).path.unlink(missing_ok=True)


def demo_version() -> str:
    """A digest of all that the demo is made from."""
    files = (file for kind in ("py", "csv", "json", "geojson") for file in DEMO.rglob(f"*.{kind}"))
    return digest(files)


def _demo_stamp(space: Space) -> Stamp:
    return Stamp(space.folder / "stamps", "demo")


def demo_accounts_file(space: Space) -> Path:
    """The demo's accounts as JSON: a list of objects with username, password and role."""
    return space.folder / "demo-accounts.json"
