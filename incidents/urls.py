"""Addresses under `/api/v1/`."""

from django.urls import path

from incidents.api import photos, public

urlpatterns = [
    path("reports", public.reports, name="api_reports"),
    path("reports/<str:code>", public.report_status, name="api_report_status"),
    path("reports/<str:code>/photos/<int:photo_id>", photos.photo, name="report_photo"),
    path("categories", public.categories, name="api_categories"),
]
