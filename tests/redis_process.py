"""A Redis of a test's own, to be killed and started again."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import redis

from ops.redis_server import program
from tests.wait_for import until


class RedisProcess:
    """A Redis on a Unix socket that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for PANTAU_REDIS_URL."""
        return f"unix://{self._folder / 'redis.sock'}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        binary = program()
        if binary is None:
            raise RuntimeError("Redis is not installed")
        options = ["--port", "0", "--save", "", "--unixsocket", str(self._folder / "redis.sock")]
        # The multi-call binary decides by the name it is called by.
        self._child = subprocess.Popen(
            ["redis-server", *options], executable=binary, cwd=self._folder, stdout=subprocess.DEVNULL
        )
        until(self._answers, what="an answer of Redis")

    def kill(self) -> None:
        """End it as a crash would."""
        if self._child is not None:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait(10)
            self._child = None

    def pause(self) -> None:
        """Stop it in the middle of everything: it takes connections and answers nothing, until ``resume``."""
        if self._child is not None:
            self._child.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        if self._child is not None:
            self._child.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=1).ping())
        except redis.RedisError:
            return False


@contextmanager
def own_redis() -> Iterator[RedisProcess]:
    """A running Redis of the test's own."""
    with TemporaryDirectory(prefix="pantau-redis-") as folder:
        process = RedisProcess(Path(folder))
        process.start()
        try:
            yield process
        finally:
            process.kill()
