"""The gateway's HTTP server in front of nothing: every request is answered 200, and nothing else is done."""

import os
import sys

import django
import uvloop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

import asyncio  # noqa: E402

from benchmarks._ready import HOST  # noqa: E402
from config.gateway import from_settings, spare_the_collector  # noqa: E402
from fleet.gateway.http_listener import Message, Receive, Send  # noqa: E402
from fleet.gateway.server import http_server  # noqa: E402
from fleet.gateway.sockets import listening  # noqa: E402

_NO_BODY = [(b"content-length", b"0")]


async def nothing(scope: Message, receive: Receive, send: Send) -> None:
    """Yes to everything."""
    await send({"type": "http.response.start", "status": 200, "headers": _NO_BODY})
    await send({"type": "http.response.body", "body": b""})


def main() -> None:
    """Serve at the port of the first argument, until SIGTERM."""
    port = int(sys.argv[1])
    opened = listening(HOST, port, whose="bare", shared=True)
    server = http_server(nothing, from_settings(HOST, port))
    spare_the_collector()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(server.serve(sockets=[opened]))


if __name__ == "__main__":
    main()
