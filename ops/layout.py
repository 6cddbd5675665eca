"""Where everything lives below the checkout."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ops.account import can_reach

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"
STAMPS = LOCAL / "stamps"
REQUIREMENTS = ROOT / "requirements"

# sun_path of a Unix socket holds 107 bytes; ".s.PGSQL.5432.lock" and "redis.sock" have to fit behind the folder.
LONGEST_SOCKET_FOLDER = 85


@dataclass(frozen=True)
class Space:
    """One set of servers and files: the everyday one, or a throwaway one of a check, a test run or a benchmark."""

    folder: Path
    throwaway: bool = False

    def make(self) -> None:
        """Make the space's folder, open to the servers' account whatever the umask says."""
        for folder in (LOCAL, self.folder):
            folder.mkdir(parents=True, exist_ok=True)
            if folder.stat().st_mode & 0o111 != 0o111:
                folder.chmod(folder.stat().st_mode | 0o111)

    @property
    def logs(self) -> Path:
        """The folder of the log files; those of a throwaway space outlive it, by its purpose."""
        if self.throwaway:
            return LOCAL / "log" / self.folder.name.rpartition("-")[0]
        return self.folder / "log"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def media_of(self, database: str) -> Path:
        """The uploads that belong to a database."""
        return self.media / database

    @property
    def sockets(self) -> Path:
        """The folder of the Unix sockets.

        Outside the checkout when its path is too long for a socket, or closed to the account that runs the servers.
        """
        inside = self.folder / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and can_reach(ROOT):
            return inside
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path("/tmp") / f"pantau-{name}"


EVERYDAY = Space(LOCAL)


PURPOSES = frozenset({"bench", "check", "faults", "test"})
"""With what a throwaway space's name may begin; the next command deletes those whose process is dead."""


def throwaway(purpose: str) -> Space:
    """A space of this process alone, to be removed when it ends. Raises ValueError for a name that none would find."""
    if purpose.split("-", maxsplit=1)[0] not in PURPOSES:
        raise ValueError(f"no leftover would be found under {purpose!r}; use one of {sorted(PURPOSES)}")
    return Space(LOCAL / f"{purpose}-{os.getpid()}", throwaway=True)
