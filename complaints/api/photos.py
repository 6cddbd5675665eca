"""Serving the photos of complaints."""

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from complaints.selectors.photos import readable_photo


@require_GET
def photo(request: HttpRequest, code: str, photo_id: int) -> HttpResponse:
    """The picture, or with ``?size=small`` its thumbnail. Raises ComplaintNotFound for those who may not see it.

    A browser asks before it shows its copy again: a photo that was removed, or became secret, is gone at once.
    """
    found = readable_photo(code, photo_id, user=request.user, secret=request.GET.get("key", ""))
    small = request.GET.get("size") == "small"
    # The files of a photo never change.
    etag = f'"{found.pk}-{found.sha256[:16]}-{"small" if small else "large"}"'
    response = get_conditional_response(request, etag=etag) or _picture(found.thumbnail if small else found.image)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


def _picture(file: FieldFile) -> HttpResponse:
    with file.open("rb") as content:
        return HttpResponse(content.read(), content_type="image/jpeg")
