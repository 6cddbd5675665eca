"""Addresses of the webhooks' pages; included by ``fleet.urls``."""

from django.urls import path

from fleet.webhooks.pages import webhooks

urlpatterns = [
    path("fleet/webhooks/", webhooks.webhook_list, name="fleet_webhooks"),
    path("fleet/webhooks/new/", webhooks.webhook_edit, name="fleet_webhook_new"),
    path("fleet/webhooks/<int:webhook_id>/", webhooks.webhook_edit, name="fleet_webhook"),
    path("fleet/webhooks/<int:webhook_id>/test/", webhooks.test, name="fleet_webhook_test"),
    path("fleet/webhooks/<int:webhook_id>/secret/", webhooks.secret, name="fleet_webhook_secret"),
    path("fleet/webhooks/<int:webhook_id>/remove/", webhooks.remove, name="fleet_webhook_remove"),
    path("fleet/webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/", webhooks.resend, name="fleet_webhook_resend"),
]
