"""What is answered when no view can: JSON to programs, a page to people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from frontend.site_parts import is_citizens
from kit.errors import AppError, NotFound
from people.middleware import error_response


class Broken(AppError):
    """A fault of the product itself; it is in the log, the sender can do nothing about it."""

    code = "server_error"
    status = 500
    message = "The server met a fault of its own. It has been recorded."


class Malformed(AppError):
    """A request that no view could read."""

    code = "bad_request"
    status = 400
    message = _("The request could not be read. Load the page again and try once more.")


class FormExpired(AppError):
    """A form without the token of its browser: it was opened before a log-in, or cookies are blocked."""

    code = "form_expired"
    status = 403
    message = _(
        "The page was opened before you logged in, or cookies are switched off in your browser. Go back, load the page "
        "again and send it once more."
    )


def bad_request(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """Status 400."""
    return error_response(request, Malformed())


def not_found(request: HttpRequest, exception: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """Status 404."""
    return _answer(request, NotFound(), lambda: defaults.page_not_found(request, exception))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Status 403: the check against forged requests failed."""
    return error_response(request, FormExpired())


def server_error(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Status 500."""
    return _answer(request, Broken(), lambda: _broken_page(request))


def _broken_page(request: HttpRequest) -> HttpResponse:
    """A page that needs neither the database nor the front end's files."""
    # Citizens' pages are light; for the centre's screens the browser's own wish decides.
    scheme = "light" if is_citizens(request.path) else "light dark"
    page = loader.get_template("500.html").render({"nonce": getattr(request, "csp_nonce", ""), "scheme": scheme})
    return HttpResponse(page, status=500)


def _answer(request: HttpRequest, error: AppError, page: Any) -> HttpResponse:
    if request.path.startswith(("/api/", "/tiles/")):
        return error_response(request, error)
    answer: HttpResponse = page()
    return answer
