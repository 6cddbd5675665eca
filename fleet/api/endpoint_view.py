"""Answering at an endpoint: who asks, what, and how the answer travels."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from fleet.api.cursor import Key, cursor_of, key_of
from fleet.api.endpoints import Endpoint
from fleet.api.schemas import Answer
from fleet.api.views import Asked, Page
from fleet.errors import NotLoggedIn
from kit.http.etag import etag_of, has_current
from kit.http.parameters import PageQuery, Query, read
from people.access import require


def view_of(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    """The Django view of an endpoint."""

    @require_safe
    def view(request: HttpRequest, vehicle_id: int = 0) -> HttpResponse:
        if not request.user.is_authenticated:
            raise NotLoggedIn
        require(request.user, endpoint.verb)
        query = read(request, endpoint.query)
        place = f"{endpoint.name}/{vehicle_id}"
        after = key_of(place, query) if isinstance(query, PageQuery) else None
        given = endpoint.handler(Asked(request.user, query, after, vehicle_id))
        if not isinstance(given, Page):
            return _json(request, given)
        following = _next(request, place, query, given.following)
        # Page models have the two fields; the table pairs each with the handler that gives its entries.
        response = _json(request, endpoint.answer.model_validate({"items": list(given.items), "next": following}))
        if following is not None:
            response.headers["Link"] = f'<{request.build_absolute_uri(following)}>; rel="next"'
        return response

    return view


def _next(request: HttpRequest, place: str, query: Query, key: Key | None) -> str | None:
    """The address of the next page: this one's, with a cursor."""
    if key is None or not isinstance(query, PageQuery):
        return None
    parameters = request.GET.copy()
    parameters["cursor"] = cursor_of(place, query, key)
    return f"{request.path}?{parameters.urlencode()}"


def _json(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The answer, kept by nobody but the asker, who may ask whether it still holds."""
    body = answer.model_dump_json().encode()
    etag = etag_of(body)
    response = (
        HttpResponse(status=304) if has_current(request, etag) else HttpResponse(body, content_type="application/json")
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response
