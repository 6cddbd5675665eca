"""One decoder process, seen from the product."""

import contextlib
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final, cast

from kit.images.wire import Limits, Recipe, receive, request, send

_ROOT: Final = Path(__file__).resolve().parents[2]
_PROGRAM: Final = "import sys; sys.path.insert(0, sys.argv[1]); from kit.images.child import main; main()"
_MAX_ANSWER: Final = 64 * 1024 * 1024


class ProcessDied(Exception):
    """The process ended or was ended before it answered: a crash, a limit of CPU seconds or memory, or the deadline."""


class DecoderProcess:
    """Started in isolated mode: no environment, no directory of the user, no file but its pipes."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
        )
        self.decoded = 0

    @property
    def pid(self) -> int:
        """The number that the system gave it."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can take another picture."""
        return self._process.poll() is None

    def run(self, data: bytes, recipe: Recipe, limits: Limits, *, wall_s: float) -> tuple[dict[str, Any], bytes, bytes]:
        """The answer to one picture. Raises ProcessDied, after ``wall_s`` seconds at the latest."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ProcessDied
        deadline = threading.Timer(wall_s, self.kill)
        deadline.daemon = True
        deadline.start()
        try:
            send(cast(Any, self._process.stdin), request(recipe, limits), data)
            answer = receive(cast(Any, self._process.stdout), _MAX_ANSWER)
        except (OSError, ValueError) as error:
            raise ProcessDied from error
        finally:
            deadline.cancel()
        if answer is None:
            raise ProcessDied
        self.decoded += 1
        return answer

    def kill(self) -> None:
        """End it at once; whoever waits for its answer gets ProcessDied."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End it and give back what it held."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
