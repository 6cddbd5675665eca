"""What can go wrong with webhooks."""

from django.utils.translation import gettext_lazy as _

from kit.errors import NotFound


class UnknownWebhook(NotFound):
    """No such webhook; perhaps somebody removed it."""

    code = "unknown_webhook"
    message = _("There is no such webhook.")
