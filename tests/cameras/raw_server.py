"""A camera that sends exact bytes, over TCP or TLS, and notes what it was asked."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

Reply = bytes | Callable[[bytes], bytes]


@dataclass
class RawServer:
    """``reply`` is sent for each request, whole; with ``stays_open`` the connection is left open afterwards."""

    port: int
    scheme: str
    reply: Reply = b""
    stays_open: bool = False
    asked: list[bytes] = field(default_factory=list)

    def url(self, path: str = "/x.jpg") -> str:
        """The address of a path."""
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"


def _serve(server: RawServer, connection: socket.socket, context: ssl.SSLContext | None, over: threading.Event) -> None:
    with contextlib.suppress(OSError), connection:
        connection.settimeout(5)
        plain = context.wrap_socket(connection, server_side=True) if context else connection
        data = b""
        while b"\r\n\r\n" not in data:
            more = plain.recv(65536)
            if not more:
                return
            data += more
        server.asked.append(data)
        plain.sendall(server.reply(data) if callable(server.reply) else server.reply)
        if server.stays_open:
            over.wait(20)
        plain.close()


@contextmanager
def raw_server(certificate: tuple[Path, Path] | None = None) -> Iterator[RawServer]:
    """The server, on a free port of loopback; with a certificate and its key over TLS."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        server = RawServer(listener.getsockname()[1], "https" if context else "http")

        def accept() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, _address = listener.accept()
                    arguments = (server, connection, context, over)
                    threading.Thread(target=_serve, args=arguments, daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            over.set()
            thread.join()
