"""What a failed request leaves behind: nothing that waits for the collector of reference cycles."""

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from config.pages import PagesHandler, empty_frames
from kit.errors import TryLater


class Body:
    """Something large that a view has read."""


read: list[weakref.ref[Body]] = []


def refusing(request: HttpRequest) -> HttpResponse:
    """Reads a body and refuses it, as a consequence of another error."""
    body = Body()
    read.append(weakref.ref(body))
    try:
        raise ValueError("wrong")
    except ValueError as error:
        raise TryLater from error


urlpatterns = [path("api/v1/refusing", refusing)]


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["people.middleware.AppErrorMiddleware"], DEBUG=False)
async def test_what_a_refused_request_held_is_gone_with_it(without_collector: None) -> None:
    scope = {"type": "http", "method": "GET", "path": "/api/v1/refusing", "headers": [], "query_string": b""}
    client: Any = ApplicationCommunicator(PagesHandler(), scope)  # type: ignore[no-untyped-call]
    await client.send_input({"type": "http.request"})
    assert (await client.receive_output(10))["status"] == 503
    await client.receive_output(10)
    await client.wait(10)
    assert [one() for one in read] == [None]


def test_the_frames_of_what_an_error_was_raised_from_are_emptied_too(without_collector: None) -> None:
    def inner() -> None:
        held = Body()
        kept.append(weakref.ref(held))
        raise KeyError("inner")

    def outer() -> None:
        try:
            inner()
        except KeyError as error:
            raise LookupError from error

    kept: list[weakref.ref[Body]] = []
    try:
        outer()
    except LookupError as error:
        assert kept[0]() is not None
        empty_frames(error)
        assert kept[0]() is None
