"""The icon that browsers ask for by themselves, as beside a photo or on the page of a fault."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Leads to the icon of 32 pixels among the static files."""
    return redirect(static("frontend/favicon.ico"))
