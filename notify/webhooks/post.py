"""One POST to an address that nobody has reason to trust."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

import httpx
from django.conf import settings

from kit.net.addresses import AddressRefused, NameUnknown, resolve
from notify.webhooks.failure import Failure
from notify.webhooks.signature import SIGNATURE, TIMESTAMP, sign

LIMIT_S: Final = 10.0
MAX_BYTES: Final = 2_000
"""Of the answer; the rest is not read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: a status with the beginning of the answer, or a ``Failure`` and its parameter.

    ``silent``: it is the receiver that gave none, and would give none to the next message either.
    """

    status: int | None
    words: str
    silent: bool = False

    @property
    def delivered(self) -> bool:
        """Only a status of success counts; a redirect is not followed."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """The receiver says that it wants no more of this."""
        return self.status == 410


def new_client() -> httpx.AsyncClient:
    """A client for a round: reading the authorities of TLS is dear, and not the receiver's time.

    The environment's proxies would open the address a second time, unchecked. No connection is kept: names may share
    an address, and the certificate of one says nothing of the other.
    """
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=LIMIT_S, limits=limits)


async def post_once(url: str, secret: str, key: str, body: bytes, *, limit_s: float = LIMIT_S) -> Outcome:
    """As ``post``, with a client of its own."""
    async with new_client() as client:
        return await post(client, url, secret, key, body, limit_s=limit_s)


async def post(
    client: httpx.AsyncClient, url: str, secret: str, key: str, body: bytes, *, limit_s: float = LIMIT_S
) -> Outcome:
    """Send ``body``, signed, to ``url`` within ``limit_s`` in all. Never raises for what the other side does."""
    try:
        async with asyncio.timeout(limit_s):
            return await _post(client, url, _headers(secret, key, body), body)
    except (TimeoutError, httpx.TimeoutException):
        return _silent(Failure.TIMEOUT, f"{limit_s:g}")
    except AddressRefused:
        return _silent(Failure.ADDRESS)
    except NameUnknown:
        return _silent(Failure.NAME)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return _silent(_kind(error), type(error).__name__)


def _silent(kind: Failure, *parameters: str) -> Outcome:
    return Outcome(None, " ".join([kind.value, *parameters]), silent=True)


def _kind(error: Exception) -> Failure:
    """A certificate that does not hold is the receiver's to mend, a closed door perhaps the firewall's."""
    if isinstance(error, httpx.ConnectError):
        return Failure.TLS if "SSL" in str(error).upper() else Failure.CONNECTION
    return Failure.BROKEN_OFF


def _headers(secret: str, key: str, body: bytes) -> dict[str, str]:
    timestamp = int(time.time())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Pantau-Webhook/1",
        "Accept-Encoding": "identity",
        "Idempotency-Key": key,
        TIMESTAMP: str(timestamp),
        SIGNATURE: sign(secret, timestamp, body),
    }


async def _post(client: httpx.AsyncClient, url: str, headers: dict[str, str], body: bytes) -> Outcome:
    target = await resolve(url, settings.PANTAU_WEBHOOK_HOSTS)
    request = client.build_request(
        "POST",
        target.url,
        content=body,
        headers={**headers, "Host": target.host_line},
        extensions={"sni_hostname": target.host},
    )
    response = await client.send(request, stream=True)
    try:
        return Outcome(response.status_code, await _beginning(response))
    finally:
        await response.aclose()


async def _beginning(response: httpx.Response) -> str:
    data = bytearray()
    async for chunk in response.aiter_raw():
        data += chunk
        if len(data) >= MAX_BYTES:
            break
    text = bytes(data[:MAX_BYTES]).decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()[:300]
