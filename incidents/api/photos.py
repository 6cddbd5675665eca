"""Serving the photos of reports."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from incidents.selectors.photos import readable_photo


@require_GET
def photo(request: HttpRequest, code: str, photo_id: int) -> HttpResponse:
    """The picture, or with ``?size=small`` its thumbnail. Raises ReportNotFound for those who may not see it."""
    found = readable_photo(code, photo_id, user=request.user, secret=request.GET.get("key", ""))
    file = found.thumbnail if request.GET.get("size") == "small" else found.image
    with file.open("rb") as content:
        response = HttpResponse(content.read(), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response
