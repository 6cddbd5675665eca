"""The ASGI application: pages and API by Django, the live WebSocket by Channels, one hub for all its clients."""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup(set_prefix=False)

# Models can be imported only after the line above has set Django up.
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.db import database_sync_to_async  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import DatabaseError  # noqa: E402
from django.urls import path  # noqa: E402

from config.body_limit import BodyLimit  # noqa: E402
from config.health import answer  # noqa: E402
from config.interpreter import favour_the_event_loop, return_free_memory  # noqa: E402
from config.live_access import access_of  # noqa: E402
from config.origin import SameOriginOnly  # noqa: E402
from config.pages import PagesHandler  # noqa: E402
from demo.presence import demo_accounts_present  # noqa: E402
from frontend.manifest import build_id  # noqa: E402
from live.consumers import LiveConsumer  # noqa: E402
from live.hub import Hub  # noqa: E402
from live.supervision import supervise  # noqa: E402

logger = logging.getLogger(__name__)
pages = PagesHandler()

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def refusal_to_start() -> str:
    """Why this process must not serve, or nothing: made-up data and known passwords are never passed off as real."""
    try:
        if settings.PANTAU_DEMO or not demo_accounts_present():
            return ""
    except DatabaseError as error:
        logger.warning("the database could not be asked for demo accounts: %s", error)
        return ""
    return (
        "This database holds the demo's accounts, whose passwords are known, but PANTAU_DEMO is off. "
        "Use a database of its own, or set PANTAU_DEMO=1 so that the pages say that this is a demo."
    )


class Application:
    """Routes by protocol, and keeps the hub running as long as the server lives.

    ``failed``: the hub has ended by itself. The process then gets SIGTERM, so that its supervisor starts another.
    """

    def __init__(self) -> None:
        self.failed = False
        self._hub: Hub | None = None
        self._router: ProtocolTypeRouter | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == "/healthz" and self._hub is not None:
            await answer(send, self._hub)
        else:
            await self._routes()(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        if refusal := await database_sync_to_async(refusal_to_start)():
            await send({"type": "lifespan.startup.failed", "message": refusal})
            return
        hub = self._hub = Hub(access_of, build_id)
        self._router = _router(hub)
        running = asyncio.get_running_loop().create_task(hub.run())
        supervise(running, self._fail)
        favour_the_event_loop()
        returning = asyncio.get_running_loop().create_task(return_free_memory())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in (running, returning):
            task.cancel()
        await asyncio.gather(running, returning, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    def _fail(self) -> None:
        self.failed = True
        os.kill(os.getpid(), signal.SIGTERM)

    def _routes(self) -> ProtocolTypeRouter:
        if self._router is None:
            raise RuntimeError("the server must send lifespan events: the hub starts with them")
        return self._router


def _router(hub: Hub) -> ProtocolTypeRouter:
    live = URLRouter([path("ws/live", LiveConsumer.as_asgi(hub=hub))])
    return ProtocolTypeRouter({"http": BodyLimit(pages), "websocket": SameOriginOnly(AuthMiddlewareStack(live))})


application = Application()
