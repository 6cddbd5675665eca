"""Addresses of legal holds; included by ``fleet.urls``."""

from django.urls import path

from fleet.retention.pages import holds

urlpatterns = [
    path("fleet/holds/", holds.holds, name="fleet_holds"),
    path("fleet/holds/<int:hold_id>/release/", holds.release, name="fleet_hold_release"),
]
