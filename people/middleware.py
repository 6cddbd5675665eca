"""What every request passes through: the user's language, and errors as answers."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from kit.errors import AppError, BadInput
from kit.text import clean
from people import audit
from people.api_keys import BadKey, KeyOnlyReads, user_of
from people.session_store import SessionStore
from people.sessions import NOTE_EVERY, note_use

Handler = Callable[[HttpRequest], HttpResponse]


class ApiKeyMiddleware:
    """A program that sends ``Authorization: Bearer <key>`` to the API reads as the key's person.

    The key counts alone: a session that comes along gives it no rights, and a key that is not valid is told so. It
    only reads, so no page of somebody else can make a browser change something with it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not request.path.startswith("/api/"):
            return self.get_response(request)
        try:
            if request.method not in {"GET", "HEAD", "OPTIONS"}:
                raise KeyOnlyReads
            request.user = user_of(key.strip())
        except (BadKey, KeyOnlyReads) as error:
            return error_response(request, error)
        response = self.get_response(request)
        patch_vary_headers(response, ["Authorization"])
        return response


class SessionUseMiddleware:
    """Notes, at most once a minute, that a user's session is used, from where and with what browser.

    Stands before Django's SessionMiddleware, so that a session that begins with this request is written already.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = cast(SessionStore, request.session)
        # A request that has not looked at its session is not made to depend on it (Vary: Cookie).
        if session.accessed and session.session_key and SESSION_KEY in session and self._is_due(session):
            agent = clean(request.headers.get("User-Agent", ""))[:300]
            note_use([session.session_key], address=audit.address_of(request), agent=agent)
        return response

    def _is_due(self, session: SessionStore) -> bool:
        return session.last_seen is None or timezone.now() - session.last_seen > NOTE_EVERY


class UserLanguageMiddleware:
    """A logged-in user's own language, unless the browser's cookie says otherwise."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if request.user.is_authenticated and cookie is None:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        elif cookie is None:
            # The region's language, not the browser's: cheap phones often come set to English.
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class PlainTextMiddleware:
    """Refuses addresses that hold a NUL: no text in the product can, and the database would fail on it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        values = (value for name in request.GET for value in (name, *request.GET.getlist(name)))
        if "\x00" in request.path or any("\x00" in value for value in values):
            return error_response(request, BadInput(_("The address holds a character that no text can hold.")))
        return self.get_response(request)


class AppErrorMiddleware:
    """Turns an AppError into JSON for programs and a page for people."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AppError):
            return None
        return error_response(request, exception)


def error_response(request: HttpRequest, error: AppError) -> HttpResponse:
    """The answer to an AppError: ``{"error": {"code", "message", "field"}}`` or a page, with its status."""
    wants_json = request.path.startswith(("/api/", "/tiles/")) or not request.accepts("text/html")
    response: HttpResponse
    if wants_json:
        body = {"code": error.code, "message": str(error), "field": error.field}
        response = JsonResponse({"error": body}, status=error.status)
    else:
        response = render(request, "frontend/error.html", {"error": error}, status=error.status)
    if not error.permanent:
        response.headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
