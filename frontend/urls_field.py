"""Addresses of field staff."""

from django.urls import path

from frontend.views import field

urlpatterns = [
    path("field/", field.tasks, name="field"),
    path("field/<str:code>/", field.task, name="field_task"),
    path("field/<str:code>/<slug:act>/", field.step, name="field_step"),
]
