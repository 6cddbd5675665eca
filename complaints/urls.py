"""Addresses under `/api/v1/`. Those of before, `reports`, answer as they did: programmes and stored links know them."""

from django.urls import path

from complaints.api import photos, public

urlpatterns = [
    path("complaints", public.complaints, name="api_complaints"),
    path("complaints/<str:code>", public.complaint_status, name="api_complaint_status"),
    path("complaints/<str:code>/photos/<int:photo_id>", photos.photo, name="complaint_photo"),
    path("categories", public.categories, name="api_categories"),
    path("reports", public.complaints, {"list_name": "reports"}, name="former_api_complaints"),
    path("reports/<str:code>", public.complaint_status, name="former_api_complaint_status"),
    path("reports/<str:code>/photos/<int:photo_id>", photos.photo, name="former_complaint_photo"),
]
