"""A camera as the outside world has them: a real HTTP server that behaves well or badly, by path."""

import io
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image

from tests.kit.images.bombs import scans_bomb


def picture(width: int = 640, height: int = 360, kind: str = "JPEG") -> bytes:
    """A picture as a camera sends it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 120)).save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """Ten kilobytes that unpack to eighty million pixels."""
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    return out.getvalue()


@dataclass
class CameraServer:
    """``go`` lets slow answers end; ``asked`` counts requests by path; ``broken`` makes every path answer 500."""

    port: int
    asked: Counter[str] = field(default_factory=Counter)
    headers: list[dict[str, str]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    broken: bool = False

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/ok.jpg") -> str:
        return f"http://{self.host}{path}"


class _Handler(BaseHTTPRequestHandler):
    server_state: CameraServer

    def do_GET(self) -> None:
        state = self.server_state
        path = self.path.partition("?")[0]
        state.asked[path] += 1
        state.headers.append(dict(self.headers))
        if state.broken:
            self._send(500, b"", {})
            return
        answers: dict[str, tuple[int, bytes, dict[str, str]]] = {
            "/ok.jpg": (200, picture(), {"Content-Type": "image/jpeg"}),
            "/ok.png": (200, picture(kind="PNG"), {"Content-Type": "image/png"}),
            "/old.jpg": (
                200,
                picture(),
                {"Content-Type": "image/jpeg", "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"},
            ),
            "/page": (200, b"<html>login</html>", {"Content-Type": "text/html"}),
            "/liar.jpg": (200, b"<html>login</html>", {"Content-Type": "image/jpeg"}),
            "/bomb.png": (200, b"" if path != "/bomb.png" else bomb(), {"Content-Type": "image/png"}),
            "/moved.jpg": (302, b"", {"Location": "/ok.jpg"}),
            "/elsewhere.jpg": (302, b"", {"Location": "http://169.254.169.254/latest/meta-data/"}),
            "/moved-to-nowhere": (302, b"", {"Location": "http://["}),
            "/endless-scans": (200, b"" if path != "/endless-scans" else scans_bomb(900, 800, 800), {}),
            "/round.jpg": (302, b"", {"Location": "/round.jpg"}),
            "/secret.jpg": (401, b"", {}),
        }
        if path == "/basic.jpg" and "Authorization" in self.headers:
            self._send(200, picture(), {})
        elif path == "/basic.jpg":
            self._send(401, b"", {"WWW-Authenticate": 'Basic realm="camera"'})
        elif path == "/huge.jpg":
            self._send_endless()
        elif path == "/slow.jpg":
            self._send_slowly()
        else:
            self._send(*answers.get(path, (404, b"", {})))

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.end_headers()
        try:
            for _ in range(64):
                self.wfile.write(b"\xff" * 1024 * 1024)
        except OSError:
            return  # the reader had enough, as it should

    def _send_slowly(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.end_headers()
        try:
            while not self.server_state.go.wait(0.1):
                self.wfile.write(b"\xff")
                self.wfile.flush()
        except OSError:
            return  # the reader gave up, as it should

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[CameraServer]:
    """The server, on a free port of the loopback."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    state = CameraServer(server.server_address[1])
    handler.server_state = state  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.go.set()
        server.shutdown()
        server.server_close()
