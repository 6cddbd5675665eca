"""A disk of limited size in memory, for a database that is to run out of it."""

import errno
import os
import subprocess
from pathlib import Path
from typing import Final

SIZE_MB: Final = 3_000
TRIES: Final = 40


class SmallDisk:
    """A tmpfs over a folder; ``possible`` is False where this process may not mount one, and nothing is done then."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.possible = False

    def mount(self) -> None:
        """Put it over the folder, if that is allowed here."""
        self._folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=0755", "tmpfs", str(self._folder)]
        self.possible = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0

    def fill(self, leave_bytes: int) -> None:
        """Take all that is free but so many bytes; the database writes meanwhile, so piece by piece."""
        taken = 0
        with self._ballast.open("wb") as file:
            for attempt in range(TRIES):
                free = os.statvfs(self._folder)
                size = (free.f_bavail * free.f_frsize - leave_bytes) >> min(attempt, 4)
                if size <= 0:
                    return
                try:
                    os.posix_fallocate(file.fileno(), taken, size)
                    taken += size
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def clear(self) -> None:
        """Give it back."""
        self._ballast.unlink(missing_ok=True)

    def unmount(self) -> None:
        """Take it away, with all that is on it."""
        if self.possible:
            subprocess.run(["umount", "--lazy", str(self._folder)], check=False, capture_output=True)
            self._folder.rmdir()

    @property
    def _ballast(self) -> Path:
        return self._folder / "ballast"
