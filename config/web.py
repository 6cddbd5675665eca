"""Starts a web process: ``python -m config.web --port 8000``."""

import argparse
import os

import uvicorn


def main() -> None:
    """Serve pages, the API and the live WebSocket until told to stop."""
    parser = argparse.ArgumentParser(description="Pantau's web process")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--proxied", action="store_true", help="trust X-Forwarded-* of the proxy in front")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    uvicorn.run(
        "config.asgi:application",
        host=options.host,
        port=options.port,
        loop="uvloop",
        http="httptools",
        ws_max_size=64 * 1024,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="on",
        proxy_headers=options.proxied,
        forwarded_allow_ips="*" if options.proxied else None,
        timeout_graceful_shutdown=5,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
