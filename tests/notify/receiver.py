"""A receiver of webhooks as the outside world has them: a real HTTP server that behaves well or badly, by path."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Taken:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """``taken``: every request; ``go`` lets slow answers end; ``mended`` makes ``/flaky`` answer 200."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    mended: bool = False

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/ok") -> str:
        return f"http://{self.host}{path}"


class _Handler(BaseHTTPRequestHandler):
    state: Receiver

    def do_POST(self) -> None:
        state = self.state
        body = self.rfile.read(int(self.headers["Content-Length"]))
        state.taken.append(Taken(self.path, dict(self.headers), body))
        if self.path == "/slow":
            state.go.wait(20)
        flaky = 200 if state.mended else 500
        status = {"/fails": 503, "/flaky": flaky, "/moved": 302, "/gone": 410}.get(self.path, 200)
        try:
            self._send(status)
        except OSError:
            return  # the other side did not wait

    def _send(self, status: int) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/ok")
        self.end_headers()
        self.wfile.write(b"thank\x00 you")
        while self.path == "/flood":
            self.wfile.write(b"x" * 65_536)

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver, while the block runs."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    state = Receiver(server.server_address[1])
    handler.state = state  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        state.go.set()
        server.shutdown()
        server.server_close()
        thread.join()
