"""One picture over HTTP, from an address that nobody has reason to trust."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

from django.conf import settings

from cameras.errors import (
    SourceBroken,
    SourceCertificateChanged,
    SourceNotAPicture,
    SourceRedirected,
    SourceRejected,
    SourceSlow,
    SourceTooLarge,
    SourceUnreachable,
    SourceUntrusted,
)
from cameras.sources.addresses import Target, resolve
from cameras.sources.login import authorization
from cameras.sources.picture import MAX_BYTES, Picture, make_picture
from kit.dates import is_supported
from kit.net import pinned_http
from kit.net.pinned_http import Answer

MAX_HOPS: Final = 3
MAX_AGE: Final = timedelta(days=400)
"""A picture that claims to be older comes from a camera whose clock was never set."""
_HEADERS: Final = {"Accept": "image/jpeg, image/png, image/webp", "User-Agent": "Pantau/1"}


@dataclass(frozen=True, slots=True)
class Login:
    """What goes with an address: user and password, and the SHA-256 of the certificate that the server must show."""

    username: str = ""
    password: str = ""
    pinned_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A picture, and since when it is true: cameras behind a recorder may hand out an old one."""

    picture: Picture
    taken_at: datetime


async def fetch(url: str, login: Login, *, limit_s: float) -> Fetched:
    """The picture at ``url`` (without user and password in it), within ``limit_s`` seconds in all.

    Raises the errors of ``cameras.errors.SourceError``, each permanent or to be tried again.
    """
    try:
        async with asyncio.timeout(limit_s):
            answer = await _download(url, login)
            picture = await make_picture(answer.body)
    except TimeoutError as error:
        raise SourceSlow from error
    except pinned_http.CertificateChanged as error:
        raise SourceCertificateChanged(error.certificate) from error
    except pinned_http.CertificateUntrusted as error:
        raise SourceUntrusted(error.certificate) from error
    except pinned_http.TooLarge as error:
        raise SourceTooLarge from error
    except pinned_http.NotHttp as error:
        raise SourceNotAPicture from error
    except (pinned_http.Unreachable, OSError) as error:
        raise SourceUnreachable from error
    return Fetched(picture, _taken_at(answer))


async def _download(url: str, login: Login) -> Answer:
    target = await resolve(url, settings.PANTAU_CAMERA_HOSTS)
    for _hop in range(MAX_HOPS):
        answer = await _get(target, login, "")
        if answer.status == 401 and login.username:
            answer = await _get(target, login, authorization(target, answer, login.username, login.password))
        if not 300 <= answer.status < 400 or not answer.header("location"):
            return _checked(answer)
        url, target = await _same_origin(target, url, answer.header("location"))
    raise SourceRedirected


async def _get(target: Target, login: Login, credentials: str) -> Answer:
    headers = _HEADERS | ({"Authorization": credentials} if credentials else {})
    return await pinned_http.get(target, headers, max_bytes=MAX_BYTES, pinned_sha256=login.pinned_sha256)


async def _same_origin(target: Target, url: str, location: str) -> tuple[str, Target]:
    """Where a redirect leads. Raises SourceRedirected for another origin, which must not see the credentials."""
    try:
        following_url = urljoin(url, location.strip())
    except ValueError as error:
        raise SourceRedirected from error
    following = await resolve(following_url, settings.PANTAU_CAMERA_HOSTS)
    if following.origin != target.origin:
        raise SourceRedirected
    return following_url, following


def _checked(answer: Answer) -> Answer:
    """The type that the camera states does not count: many state a wrong one, and the decoder looks for itself."""
    if answer.status >= 500:
        raise SourceBroken
    if answer.status != 200:
        raise SourceRejected
    return answer


def _taken_at(answer: Answer) -> datetime:
    """Now, less the age that the source states: both its times are of its own clock, so that a wrong clock cancels.

    An age that cannot be right (negative, or more than `MAX_AGE`) counts as none.
    """
    now = datetime.now(UTC)
    sent, modified = _date(answer.header("date")), _date(answer.header("last-modified"))
    if sent is None or modified is None:
        return now
    age = sent - modified
    return now - age if timedelta() < age <= MAX_AGE else now


def _date(text: str) -> datetime | None:
    """A date of a header, in UTC where it names no zone; None where it cannot be read or lies outside 1900 to 2200."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC) if is_supported(aware) else None
    except OverflowError:
        return None
