"""Starts a web process: ``python -m config.web --port 8000``."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn

from config.interpreter import bound_allocator
from kit.net.http_limits import HttpLimits, limited_http
from live.messages import MAX_MESSAGE_BYTES


def main() -> int:
    """Serve pages, the API and the live WebSocket until told to stop; 1 when the live hub has failed."""
    parser = argparse.ArgumentParser(description="Pantau's web process")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    bound_allocator()
    from django.conf import settings  # noqa: PLC0415 (needs the variable above)

    uvicorn.run(
        "config.asgi:application",
        host=arguments.host,
        port=arguments.port,
        **server_options(settings.PANTAU_TRUSTED_PROXIES),
    )
    from config.asgi import application  # noqa: PLC0415 - importing it sets Django up

    return 1 if application.failed else 0


def server_options(trusted_proxies: Sequence[str]) -> dict[str, Any]:
    """How uvicorn serves; ``trusted_proxies`` are the addresses and networks whose X-Forwarded headers count.

    The client's address is then the rightmost one in X-Forwarded-For that is not such a proxy: what the client itself
    writes there stands further left.
    """
    return {
        "loop": "uvloop",
        "http": limited_http(HttpLimits()),
        "ws_max_size": MAX_MESSAGE_BYTES,
        "ws_ping_interval": 20,
        "ws_ping_timeout": 20,
        "lifespan": "on",
        "proxy_headers": bool(trusted_proxies),
        "forwarded_allow_ips": ",".join(trusted_proxies),
        "timeout_graceful_shutdown": 5,
        "access_log": False,
        # The server's own lines go the way of all others (config.log_redaction).
        "log_config": None,
        "server_header": False,
    }


if __name__ == "__main__":
    sys.exit(main())
