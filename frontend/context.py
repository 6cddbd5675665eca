"""What every template may say about this installation."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """`demo`: whether the data is made up; `region_name`: the name of the region."""
    return {"demo": settings.PANTAU_DEMO, "region_name": settings.PANTAU_REGION_NAME}
