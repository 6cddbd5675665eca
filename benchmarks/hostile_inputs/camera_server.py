"""A camera whose pictures are bombs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from benchmarks._ready import HOST
from benchmarks.hostile_inputs.pictures import bombs, malformed


@contextmanager
def hostile_cameras() -> Iterator[tuple[str, list[str]]]:
    """A server on a free port: its host and port, and the addresses of its pictures."""
    pictures = {f"/{name}": data for name, data in bombs().items()}
    pictures |= {f"/malformed-{number}.jpg": data for number, data in enumerate(malformed(7, 4))}
    pictures["/endless.jpg"] = b""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                self._answer(pictures.get(self.path, b""))
            except OSError:
                return  # the reader had enough

        def _answer(self, data: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.end_headers()
            if data:
                self.wfile.write(data)
                return
            for _ in range(64):
                self.wfile.write(b"\xff" * 1024 * 1024)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"{HOST}:{server.server_address[1]}"
    try:
        yield address, [f"http://{address}{path}" for path in pictures]
    finally:
        server.shutdown()
        server.server_close()
