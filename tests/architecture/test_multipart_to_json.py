"""A body sent as multipart to an address that reads JSON: the check of its CSRF token reads it before the view does."""

from typing import Final

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from tests.architecture.test_permission_matrix import READERS, WRITERS, address
from tests.world import World

_WHOLE: Final = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--{BOUNDARY}--\r\n'
_TOKEN: Final = "a" * 32


@pytest.mark.parametrize("body", [_WHOLE, f"--{BOUNDARY}\r\nbroken"], ids=["whole", "cut short"])
def test_the_sender_of_a_multipart_body_is_answered(world: World, objects: dict[str, str | int], body: str) -> None:
    statuses: dict[str, int] = {}
    for person in (world.ani, world.dewi):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(person)
        client.cookies["csrftoken"] = _TOKEN
        for route in sorted({*READERS, *WRITERS}):
            if route.startswith("api/"):
                path = address(route)
                answer = client.generic("POST", path, body, MULTIPART_CONTENT, headers={"X-CSRFToken": _TOKEN})
                statuses[f"{person} {path}"] = answer.status_code
    assert 422 in statuses.values()
    assert {name: status for name, status in statuses.items() if status >= 500} == {}
