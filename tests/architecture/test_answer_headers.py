"""What every answer says to the browser: what may run with it, and who may keep it."""

import re
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from django.test import Client

from config.content_security import tile_sources
from config.env import BadSetting
from tests.architecture.test_permission_before_parsing import MAY, address
from tests.architecture.test_permission_matrix import READERS
from tests.world import World

# Each reads what the others do not; a visitor reads what is public.
READING: Final = ("visitor", "budi", "dewi", "gita")


class Inline(HTMLParser):
    """What of a page would run without being named by the policy."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self._nonce = nonce
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note scripts and styles without the nonce, and attributes that hold either."""
        values = {name: value or "" for name, value in attrs}
        data = values.get("type", "").endswith("json")
        if tag in {"script", "style"} and "src" not in values and not data and values.get("nonce") != self._nonce:
            self.found.append(f"<{tag}> without the nonce")
        for name, value in values.items():
            runs = name.startswith("on") or name.startswith("hx-on") or name in {"style", "srcdoc"}
            if runs or re.match(r"\s*javascript:", value, re.IGNORECASE):
                self.found.append(f'{name}="{value}" of <{tag}>')


def directives(answer: Any) -> dict[str, list[str]]:
    """The policy of an answer by its directives."""
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    return {name: sources for name, *sources in filter(None, parts)}


def wrong_with(answer: Any) -> list[str]:
    policy = directives(answer)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        closed = policy.get("default-src") == ["'none'"] and ("sandbox" in policy or "pdf" in answer["Content-Type"])
        return [] if closed else ["is not closed"]
    tight = {name: ["'none'"] for name in ("default-src", "object-src", "base-uri", "frame-ancestors")}
    found = [name for name, sources in tight.items() if policy.get(name) != sources]
    scripts = policy.get("script-src", [])
    nonces = [source[7:-1] for source in scripts if source.startswith("'nonce-")]
    text = answer.content.decode()
    # A fragment that htmx puts into a page brings no script and needs no nonce.
    if len(nonces) != ("<html" in text) or any("unsafe" in source for sources in policy.values() for source in sources):
        return [*found, f"script-src {scripts}"]
    page = Inline(*nonces or [""])
    page.feed(text)
    return found + page.found


def reading(world: World, who: str) -> Client:
    client = Client(headers={"accept": "text/html"})
    if who != "visitor":
        client.force_login(getattr(world, who))
    return client


@pytest.mark.parametrize("who", READING)
def test_every_answer_has_its_policy_and_no_page_holds_more(
    world: World, objects: dict[str, str | int], who: str
) -> None:
    client = reading(world, who)
    found = []
    for path in ["/nothing/", *(address(route, objects) for route in READERS)]:
        answer = client.get(path)
        if answer.status_code not in {204, 301, 302, 304}:
            found += [f"{path} ({answer.status_code}): {text}" for text in wrong_with(answer)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", [who for who in READING if who != "visitor"])
def test_what_a_person_is_answered_is_not_stored(world: World, objects: dict[str, str | int], who: str) -> None:
    client = reading(world, who)
    found = []
    for route in MAY.keys() - {"logout/"}:
        method = "GET" if route in READERS else "POST"
        kept = client.generic(method, address(route, objects)).headers.get("Cache-Control", "")
        public = "public" in kept and "visitor" in MAY[route]
        if not public and "no-store" not in kept:
            found.append(f"{method} {route}: {kept!r}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", ["/api/v1/areas?level=regency", "/api/v1/ground", "/api/v1/zones.geojson", "/api/v1/openapi.json"]
)
def test_what_is_the_same_for_everybody_may_be_stored(world: World, path: str) -> None:
    assert "public" in reading(world, "gita").get(path).headers["Cache-Control"]


def test_a_page_for_everybody_is_asked_for_again(db: None) -> None:
    assert Client().get("/").headers["Cache-Control"] == "private, no-cache"


def test_each_page_has_a_nonce_of_its_own(db: None) -> None:
    policies = {Client().get("/").headers["Content-Security-Policy"] for _ in range(2)}
    assert len(policies) == 2


def test_a_page_may_connect_to_its_own_host_alone(db: None) -> None:
    answer = Client().get("/", headers={"host": "localhost"})
    assert directives(answer)["connect-src"] == ["'self'", "ws://localhost"]
    secure = Client().get("/", headers={"host": "localhost"}, secure=True)
    assert directives(secure)["connect-src"] == ["'self'", "wss://localhost"]


@pytest.mark.parametrize(
    ("address", "origins"),
    [
        ("", []),
        ("/raster/{z}/{x}/{y}.png", []),
        ("https://tiles.karo.go.id/{z}/{x}/{y}.png", ["https://tiles.karo.go.id"]),
        ("https://{s}.tile.example.org:8443/{z}/{x}/{y}.png", ["https://*.tile.example.org:8443"]),
        ("https://mt{s}.example.org/{z}", ["https://*.example.org"]),
    ],
)
def test_pictures_may_come_from_the_tile_source(address: str, origins: list[str]) -> None:
    assert tile_sources(address) == origins


@pytest.mark.parametrize("address", ["tiles", "ftp://a/{z}", "https://a; script-src *", "https://{s}/x", "//evil/x"])
def test_a_tile_source_that_no_policy_can_name_is_refused(address: str) -> None:
    with pytest.raises(BadSetting):
        tile_sources(address)
