"""Whether this process can do its work."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from live import left_out
from live.hub import Hub


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 otherwise: for servers that run without the live hub."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ok": True})


async def answer(send: Callable[[dict[str, Any]], Awaitable[None]], hub: Hub) -> None:
    """Answer ``/healthz`` of the web process: 200 while every part of the hub is on time, else 503 with the late ones.

    The hub reads the outbox each second, so a database that is away shows as a late ``outbox``. It takes neither a
    thread nor a database connection, of which there may be none left.
    """
    late = hub.health.late()
    report = {
        "ok": not late,
        "late": late,
        "sockets": len(hub.viewers),
        "unknown_batches": hub.feed.unknown_batches,
        "left_out_rows": left_out.count(),
    }
    body = json.dumps(report).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 503 if late else 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
