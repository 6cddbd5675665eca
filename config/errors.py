"""What is answered when no view can: JSON to programs, a page to people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from kit.errors import AppError, BadInput, NotFound
from people.middleware import error_response


class Broken(AppError):
    """A fault of the product itself; it is in the log, the sender can do nothing about it."""

    code = "server_error"
    status = 500
    message = "The server met a fault of its own. It has been recorded."


def bad_request(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """Status 400."""
    return _answer(request, BadInput(), lambda: defaults.bad_request(request, exception))


def not_found(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """Status 404."""
    return _answer(request, NotFound(), lambda: defaults.page_not_found(request, exception))


def server_error(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Status 500."""
    return _answer(request, Broken(), lambda: _broken_page(request))


def _broken_page(request: HttpRequest) -> HttpResponse:
    """A page that needs neither the database nor the front end's files."""
    page = loader.get_template("500.html").render({"nonce": getattr(request, "csp_nonce", "")})
    return HttpResponse(page, status=500)


def _answer(request: HttpRequest, error: AppError, page: Any) -> HttpResponse:
    if request.path.startswith(("/api/", "/tiles/")):
        return error_response(request, error)
    answer: HttpResponse = page()
    return answer
