"""One picture over HTTP, from an address that nobody has reason to trust."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx
from django.conf import settings

from cameras.errors import (
    SourceBroken,
    SourceNotAPicture,
    SourceRedirected,
    SourceRejected,
    SourceSlow,
    SourceTooLarge,
    SourceUnreachable,
)
from cameras.sources.addresses import Target, resolve
from cameras.sources.picture import MAX_BYTES, Picture, make_picture

MAX_HOPS = 3
_TYPES = frozenset({"image/jpeg", "image/jpg", "image/pjpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture, and since when it is true: cameras behind a recorder may hand out an old one."""

    picture: Picture
    taken_at: datetime


async def fetch(url: str, username: str, password: str, *, limit_s: float) -> Fetched:
    """The picture at ``url`` (without user and password in it), within ``limit_s`` seconds in all.

    Raises the errors of ``cameras.errors.SourceError``, each permanent or to be tried again.
    """
    try:
        async with asyncio.timeout(limit_s):
            data, taken_at = await _download(url, (username, password) if username else None)
            picture = await make_picture(data)
    except TimeoutError as error:
        raise SourceSlow from error
    except httpx.TimeoutException as error:
        raise SourceSlow from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise SourceUnreachable from error
    return Fetched(picture, taken_at)


async def _download(url: str, auth: tuple[str, str] | None) -> tuple[bytes, datetime]:
    # The environment's proxies would open the address a second time, unchecked.
    async with httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=10) as client:
        target = await resolve(url, settings.PANTAU_CAMERA_HOSTS)
        for _hop in range(MAX_HOPS):
            request = client.build_request(
                "GET",
                target.url,
                headers={"Host": target.host_line, "Accept": "image/jpeg, image/png", "Accept-Encoding": "identity"},
                extensions={"sni_hostname": target.host},
            )
            response = await client.send(request, auth=auth, stream=True)
            try:
                if not response.has_redirect_location:
                    return await _body(response), _taken_at(response)
                target = await _same_origin(target, url, response)
            finally:
                await response.aclose()
    raise SourceRedirected


async def _same_origin(target: Target, url: str, response: httpx.Response) -> Target:
    following = await resolve(urljoin(url, response.headers["Location"]), settings.PANTAU_CAMERA_HOSTS)
    if following.origin != target.origin:
        raise SourceRedirected
    return following


async def _body(response: httpx.Response) -> bytes:
    if response.status_code >= 500:
        raise SourceBroken
    if response.status_code != 200:
        raise SourceRejected
    if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() not in _TYPES:
        raise SourceNotAPicture
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > MAX_BYTES:
        raise SourceTooLarge
    data = bytearray()
    async for chunk in response.aiter_raw():
        data += chunk
        if len(data) > MAX_BYTES:
            raise SourceTooLarge
    return bytes(data)


def _taken_at(response: httpx.Response) -> datetime:
    """Now, less the age that the source states: both its times are of its own clock, so that a wrong clock cancels."""
    now = datetime.now(UTC)
    try:
        sent = parsedate_to_datetime(response.headers["Date"])
        modified = parsedate_to_datetime(response.headers["Last-Modified"])
        age = sent - modified
    except (KeyError, ValueError, TypeError):
        return now
    return now - age if age.total_seconds() > 0 else now
