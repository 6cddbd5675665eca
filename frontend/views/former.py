"""Citizens' addresses of before: reading leads to today's address, sending is taken as there."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from frontend.views import portal


@require_http_methods(["GET", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """`/lapor/`. A page that was open before, or sends what it kept while offline, still posts here."""
    return portal.complaint(request) if request.method == "POST" else _moved(request, reverse("complaint"))


@require_GET
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """`/lapor/terkirim/<code>/`, the receipt."""
    return _moved(request, reverse("sent", args=[code]))


def _moved(request: HttpRequest, address: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
