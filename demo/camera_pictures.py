"""A small server on loopback that plays the demo's cameras: `GET /cameras/<code>.jpg` answers a drawn picture of
now.
"""

import logging
import threading
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from demo.pictures import camera_picture
from demo.tables import CameraRow, cameras

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
_ZONE = ZoneInfo("Asia/Jakarta")


def picture_url(code: str, port: int) -> str:
    """Where the camera's picture is served."""
    return f"http://{HOST}:{port}/cameras/{code}.jpg"


class _Handler(BaseHTTPRequestHandler):
    """Answers pictures of cameras that work; the others are as unreachable as they would be."""

    server_version = "PantauDemoCamera"
    known: dict[str, CameraRow] = {}

    def do_GET(self) -> None:
        """Send the picture, or 404; 503 for a camera that is not active."""
        row = self.known.get(self.path)
        if row is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif row.stage != "active":
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._send(camera_picture(row.name, row.scene, datetime.now(_ZONE)))

    def _send(self, picture: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(picture)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(picture)

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)


class CameraPictures:
    """The server, as a context. Raises OSError when the port is taken."""

    def __init__(self, port: int) -> None:
        known = {f"/cameras/{row.code}.jpg": row for row in cameras()}
        self._server = ThreadingHTTPServer((HOST, port), type("Handler", (_Handler,), {"known": known}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="demo-cameras", daemon=True)

    @property
    def port(self) -> int:
        """The port in use; the system's choice when 0 was asked for."""
        return int(self._server.server_address[1])

    def __enter__(self) -> "CameraPictures":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)
