"""PostgreSQL and Redis of one space, together."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.layout import LOCAL, PURPOSES, Space
from ops.postgres import Cluster
from ops.postmaster import is_dead_but_listed
from ops.redis_server import RedisServer
from ops.steps import say, step


@dataclass(frozen=True)
class Servers:
    """Starts both, mends both, stops both."""

    space: Space

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.space)

    @property
    def redis(self) -> RedisServer:
        return RedisServer(self.space)

    @property
    def detached_mark(self) -> Path:
        """Exists while `python3 -m ops.services start` holds the servers up; commands then leave them running."""
        return self.space.folder / "detached"

    def start(self) -> None:
        self.space.make()
        with step("PostGIS cluster"):
            self.cluster.start()
        with step("Redis"):
            self.redis.start()

    def mend(self) -> None:
        """Start again what has died since."""
        for name, server in (("PostgreSQL", self.cluster), ("Redis", self.redis)):
            if not server.running():
                say(f"{name} ended; starting it again")
                server.start()

    def stop(self) -> None:
        """Stop both, unless they are kept up on purpose; delete everything when the space is a throwaway one."""
        if self.detached_mark.exists():
            return
        self.redis.stop()
        if self.space.throwaway:
            self.remove()
        else:
            self.cluster.stop()

    def remove(self) -> None:
        """Stop both and delete the space's database and files."""
        self.redis.stop()
        self._keep_log()
        self.cluster.remove()
        for name in ("media", "stamps", "run", "postgres"):
            shutil.rmtree(self.space.folder / name, ignore_errors=True)
        if self.space.throwaway:
            shutil.rmtree(self.space.folder, ignore_errors=True)

    def _keep_log(self) -> None:
        if self.space.throwaway and self.cluster.log.exists():
            self.space.logs.mkdir(parents=True, exist_ok=True)
            (self.space.logs / "postgres.log").touch(mode=0o600)
            shutil.copyfile(self.cluster.log, self.space.logs / "postgres.log")


def remove_leftovers() -> None:
    """Delete the throwaway spaces of commands that were killed before they could do it, and no other's."""
    for folder in LOCAL.glob("*-[0-9]*"):
        purpose, _, pid = folder.name.rpartition("-")
        if purpose.split("-")[0] in PURPOSES and pid.isdigit() and not _alive(int(pid)):
            Servers(Space(folder, throwaway=True)).remove()
            _take_disk_away(folder)


def _take_disk_away(folder: Path) -> None:
    """Unmount the small disk that `./bench faults` put over its folder."""
    if folder.is_mount():
        done = subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True, text=True)
        if done.returncode != 0:
            say(f"{folder} is a disk that an earlier run left, and cannot be unmounted: {done.stderr.strip()}")
            return
    shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not is_dead_but_listed(pid)
