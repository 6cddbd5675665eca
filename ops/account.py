"""The unprivileged account that owns the database server when the product is started as root."""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from ops.errors import OpsError

NAME = "pantau"


def is_root() -> bool:
    """Whether this process runs as root, for whom PostgreSQL refuses to start."""
    return os.geteuid() == 0


def service_account() -> pwd.struct_passwd:
    """The account under which PostgreSQL and Redis run: oneself, or for root a system account made on first use.

    PostgreSQL refuses to run as root. Raises OpsError when the account cannot be made.
    """
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        _create()
        return pwd.getpwnam(NAME)


def _create() -> None:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:" + os.environ.get("PATH", ""))
    if command is None:
        raise OpsError("The command useradd is missing, so no unprivileged account can be made for PostgreSQL.")
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    made = subprocess.run(
        [command, *options, "--shell", "/usr/sbin/nologin", NAME], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise OpsError(f"The system account {NAME} could not be made: {made.stderr.strip()}.")


def as_service() -> dict[str, Any]:
    """Arguments for subprocess that start a program under the service account."""
    if not is_root():
        return {}
    account = service_account()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def give_to_service(folder: Path, mode: int = 0o700) -> None:
    """Make a folder that only the service account (and root) may enter.

    Raises OpsError when a folder of that name belongs to somebody else.
    """
    account = service_account()
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    if is_root():
        os.chown(folder, account.pw_uid, account.pw_gid)
    if folder.is_symlink() or folder.stat().st_uid != account.pw_uid:
        raise OpsError(f"The folder {folder} belongs to another user; remove it, or run as that user.")
    folder.chmod(mode)


@functools.cache
def can_reach(folder: Path) -> bool:
    """Whether the service account can enter the folder; not so below /root, for example."""
    if not is_root():
        return True
    probe = subprocess.run(["test", "-x", str(folder)], check=False, cwd="/", **as_service())
    return probe.returncode == 0
