"""Logging in to a camera: Digest where it offers that, else Basic."""

import base64

import httpx

from cameras.errors import SourceRejected
from kit.net.addresses import Target
from kit.net.pinned_http import Answer


def authorization(target: Target, challenge: Answer, username: str, password: str) -> str:
    """The Authorization header that answers a 401. Raises SourceRejected for a challenge that cannot be answered.

    The password is sent in clear (Basic) only to a camera that does not know better.
    """
    offers = [value for name, value in challenge.headers if name == "www-authenticate"]
    digest = next((offer for offer in offers if offer.lower().startswith("digest")), None)
    if digest is None:
        token = base64.b64encode(f"{username}:{password}".encode()).decode()
        return f"Basic {token}"
    return _digest(target, digest, username, password)


def _digest(target: Target, offer: str, username: str, password: str) -> str:
    flow = httpx.DigestAuth(username, password).auth_flow(httpx.Request("GET", target.url))
    try:
        request = next(flow)
        answer = flow.send(httpx.Response(401, headers={"WWW-Authenticate": offer}, request=request))
        return answer.headers["Authorization"]
    except Exception as error:
        # Whatever a camera writes into its challenge, that camera alone fails.
        raise SourceRejected from error
