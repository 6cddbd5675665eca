"""Addresses of the fleet; included at the root."""

from django.urls import include, path

_SLICES = ("vehicles", "devices", "drivers", "events", "rules", "reports", "retention", "api")

urlpatterns = [
    *(path("", include(f"fleet.{slice_}.urls")) for slice_ in _SLICES),
    path("fleet/webhooks/", include("notify.urls"), {"shell": "fleet/webhooks.html"}),
]
