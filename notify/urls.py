"""Addresses of the webhooks' pages.

Included with ``{"shell": TEMPLATE}``: a template that extends frontend/base.html and has a block ``page``.
"""

from django.urls import path

from notify.webhooks.pages import webhooks

urlpatterns = [
    path("", webhooks.webhook_list, name="webhooks"),
    path("new/", webhooks.webhook_edit, name="webhook_new"),
    path("<int:webhook_id>/", webhooks.webhook_edit, name="webhook"),
    path("<int:webhook_id>/test/", webhooks.test, name="webhook_test"),
    path("<int:webhook_id>/secret/", webhooks.secret, name="webhook_secret"),
    path("<int:webhook_id>/remove/", webhooks.remove, name="webhook_remove"),
    path("<int:webhook_id>/deliveries/<int:delivery_id>/", webhooks.resend, name="webhook_resend"),
]
