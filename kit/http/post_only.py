"""Addresses that only write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def posted(page: str, *keys: str) -> Callable[[View], View]:
    """A view that only a POST reaches; who reads the address, as after a login or a reload, is led to ``page``.

    ``keys``: the parts of the address that the page's own address needs.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def only_posted(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            if request.method == "POST":
                answer: HttpResponse = view(request, *args, **parts)
                return answer
            if request.method in {"GET", "HEAD"}:
                back: HttpResponse = redirect(page, **{key: parts[key] for key in keys})
                return back
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

        return only_posted

    return decorate
