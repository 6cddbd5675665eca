"""What every template may say about this installation."""

from django.conf import settings
from django.http import HttpRequest

from frontend.site_parts import is_portal


def site(request: HttpRequest) -> dict[str, object]:
    """`demo`: whether the data is made up; `region_name`: the name of the region; `error_base`: what errors extend."""
    return {
        "demo": settings.PANTAU_DEMO,
        "region_name": settings.PANTAU_REGION_NAME,
        "error_base": "frontend/portal/base.html" if is_portal(request) else "frontend/base.html",
    }
