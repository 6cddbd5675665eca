"""Who may not do something learns nothing from how it is asked: permission is checked before the request is read."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from people.models import User
from tests.architecture.test_permission_matrix import READERS, VALUES, WRITERS
from tests.layers.drawings import draft_data
from tests.thoroughness import THOROUGH
from tests.world import World

MAY: Final = READERS | WRITERS
EVERYBODY_SENDS: Final = {"api/v1/complaints", "api/v1/reports"}
"""Addresses to which everybody may send, though few may read them."""
NOBODY: Final = 2**40
FORM: Final = "application/x-www-form-urlencoded"
# Right values for every form of the product, each under its own name.
RIGHT: Final[dict[str, Any]] = {
    **draft_data(),
    **{"version": 1, "revision": 1, "name": "Baru", "title": "Baru", "code": "baru-1", "category": "jalan"},
    **{"lon": 98.49, "lat": 3.1, "reason": "Hujan", "text": "Sudah", "note": "Ya", "instruction": "Tambal"},
    **{"identity": "baru-1", "protocol": "osmand", "plate": "BB 1", "kind": "car", "days": 30, "hours": 4},
    **{"username": "baru", "first_name": "Baru", "role": "operator", "language": "id", "password": "berastagi-2026-x"},
    **{"url": "https://192.0.2.1/x", "events": "sos", "severity": 1, "stage": "active", "duty": "Patroli"},
    **{"number": "1", "expires_on": "2030-01-01", "start": "2030-01-01T08:00", "end": "2030-01-01T09:00"},
    **{"from": "2026-01-01", "to": "2026-01-02", "until": "2030-01-01", "enabled": "on", "active": "on"},
}
WRONG: Final[dict[str, Any]] = dict.fromkeys(RIGHT, "\x00[]") | {"csv": "a;b\n1", "unknown": "x" * 50}
BODIES: Final[dict[str, tuple[bytes, str]]] = {
    "nothing": (b"", FORM),
    "a wrong form": (urlencode(WRONG).encode(), FORM),
    "a right form": (urlencode(RIGHT).encode(), FORM),
    "wrong JSON": (b'{"name":', "application/json"),
    "right JSON": (json.dumps(RIGHT).encode(), "application/json"),
    "too much": (b"a" * 5000, FORM),
    "too much JSON": (b"[" * 5000, "application/json"),
    "a broken file": (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    "no boundary": (b"x", "multipart/form-data"),
    "an odd type": (b"\xff\xfe", "text/plain; charset=utf-16"),
}
WRONG_QUERY: Final = urlencode(
    dict.fromkeys(("page", "from", "to", "day", "vehicle", "vehicles", "q", "before", "bbox"), "-1e99,😀")
    | {"format": "x", "severity": "9", "kind": "x", "limit": "x", "queue": "x", "person": "x" * 99, "complaint": "x"}
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are not worth a line each."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def address(route: str, objects: Mapping[str, str | int]) -> str:
    """The path of ``route`` to those objects; what is not among them has a number that nothing has."""

    def value(found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        if route.startswith("desk/") and name == "rule_id":
            name = "desk rule_id"
        return str(objects.get(name, NOBODY if kind == "int" and found[0] not in VALUES else VALUES.get(found[0], "x")))

    return "/" + re.sub(r"<(\w+):(\w+)>", value, route)


def others(world: World, route: str) -> Iterator[User | None]:
    """One of each role that is not in the matrix's line of the address."""
    for person in (None, *(person for person in world.everyone if person != world.citra)):
        if (person.username if person else "visitor") not in MAY[route]:
            yield person


def client_of(person: User | None) -> Client:
    client = Client(raise_request_exception=False, headers={"accept": "application/json"})
    if person is not None:
        client.force_login(person)
    return client


def answer_of(response: Any, path: str) -> tuple[int, str, str]:
    """Status, where it leads, and the body, without what differs each time."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = re.sub(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]*"', "", body.decode(errors="replace"))
    return response.status_code, response.headers.get("Location", "").replace(path, ""), text.replace(path, "")


def bodies_for(number: int, *, last: bool) -> dict[str, tuple[bytes, str]]:
    """What the ``number``-th of some people sends: the last one every body, the others three each, in turn.

    Each body comes to each address from one person at least, and with ``./test --thorough`` from all.
    """
    if last or THOROUGH:
        return BODIES
    names = list(BODIES)
    return {name: BODIES[name] for name in (names[(number * 3 + n) % len(names)] for n in range(3))}


def asked(client: Client, method: str, path: str, body: bytes, kind: str) -> tuple[int, str, str]:
    response: HttpResponse = client.generic(method, path, body, content_type=kind)  # type: ignore[assignment]
    return answer_of(response, path)


def test_a_body_changes_nothing_for_who_may_not_send_it(
    world: World, objects: dict[str, str | int], settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 4000
    clients = {person: client_of(person) for person in (None, *world.everyone)}
    found = []
    for route in MAY.keys() - EVERYBODY_SENDS:
        path = address(route, objects)
        methods = ("POST", "PUT", "PATCH", "DELETE") if route.startswith("api/") else ("POST",)
        people = list(others(world, route))
        for number, person in enumerate(people):
            bodies = bodies_for(number, last=number == len(people) - 1)
            for method in methods:
                plain = asked(clients[person], method, path, b"", FORM)
                if plain[0] == 405:
                    continue
                answers = {name: asked(clients[person], method, path, *body) for name, body in bodies.items()}
                found += [
                    f"{method} {path} by {person}: {plain[0]}, but {name}: {answer[0]}"
                    for name, answer in answers.items()
                    if answer != plain
                ]
    assert not found, "\n".join(found)


def test_a_query_changes_nothing_for_who_may_not_ask(world: World, objects: dict[str, str | int]) -> None:
    found = []
    clients = {person: client_of(person) for person in (None, *world.everyone)}
    for route in MAY:
        path, method = address(route, objects), "GET" if route in READERS else "POST"
        for person in others(world, route):
            client = clients[person]
            plain = asked(client, method, path, b"", FORM)
            if plain[0] == 302:
                continue
            odd = answer_of(client.generic(method, f"{path}?{WRONG_QUERY}", content_type=FORM), path)
            if (plain[0], plain[2]) != (odd[0], odd[2].replace(f"?{WRONG_QUERY}", "")):
                found.append(f"{path} by {person}: {plain[0]}, but with a query {odd[0]}")
    assert not found, "\n".join(found)


def test_what_there_is_looks_like_what_there_is_not(world: World, objects: dict[str, str | int]) -> None:
    """For who may neither read nor write at an address at all."""
    found = []
    clients = {person: client_of(person) for person in (None, *world.everyone)}
    for route in MAY:
        path, nothing = address(route, objects), address(route, {})
        if path == nothing:
            continue
        for person in others(world, route):
            client = clients[person]
            method = "GET" if route in READERS else "POST"
            there = asked(client, method, path, b"", FORM)
            absent = asked(client, method, nothing, b"", FORM)
            if there != absent:
                found.append(f"{method} {path} by {person}: {there[0]}, and {absent[0]} for nothing")
    assert not found, "\n".join(found)


def test_what_belongs_to_another_agency_looks_like_nothing(world: World, objects: dict[str, str | int]) -> None:
    """For an officer whose role may read at the address, but not this object."""
    client = client_of(world.citra)
    found = []
    for route in MAY:
        path, nothing = address(route, objects), address(route, {})
        if path == nothing or "citra" not in MAY[route] or "visitor" in MAY[route]:
            continue
        method = "GET" if route in READERS else "POST"
        there = asked(client, method, path, b"", FORM)
        absent = asked(client, method, nothing, b"", FORM)
        if there != absent:
            found.append(f"{method} {path}: {there[0]}, and {absent[0]} for nothing")
    assert not found, "\n".join(found)
