"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("geo.urls")),
    path("", include("people.urls")),
    path("api/v1/", include("complaints.urls")),
    path("", include("incidents.urls")),
    path("", include("frontend.urls")),
    path("", include("frontend.urls_portal")),
    path("", include("frontend.urls_desk")),
    path("", include("frontend.urls_field")),
    path("", include("frontend.urls_planner")),
    path("", include("layers.urls")),
    path("", include("cameras.urls")),
    path("", include("fleet.urls")),
]

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
