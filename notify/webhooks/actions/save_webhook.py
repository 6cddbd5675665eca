"""Add, change, test and remove webhooks, and send a delivery again."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput, Conflict
from kit.net.addresses import AddressRefused, InnerAddress, NameUnknown, resolve
from kit.secrets import SecretUnreadable
from kit.text import storable
from notify.models import DeliveryStatus, Webhook, WebhookDelivery
from notify.registry import kind_choices
from notify.webhooks.body import test_body
from notify.webhooks.gather import TRIED_FOR
from notify.webhooks.post import Outcome, post_once
from people import audit
from people.access import Verb, require
from people.models import Agency, User

AT_HAND_S: Final = 5.0
"""A person waits for it."""
_EDITED: Final = ("name", "url", "kinds", "severity", "agency", "enabled", "since")


@dataclass(frozen=True)
class WebhookDetails:
    """A webhook as its form describes it; no ``kinds`` means all."""

    name: str
    url: str
    kinds: Sequence[str]
    severity: int
    agency: Agency | None
    enabled: bool = True


def save_webhook(
    actor: User, details: WebhookDetails, webhook: Webhook | None = None, request: HttpRequest | None = None
) -> Webhook:
    """Write a new webhook with a secret of its own, or ``webhook`` anew. Raises Denied, BadInput.

    It receives what is raised from now on; one that was switched off receives nothing of the time between.
    """
    require(actor, Verb.WEBHOOK_EDIT)
    _check(details)
    now, new = timezone.now(), webhook is None
    hook = webhook or Webhook(created_by=actor, created_at=now, since=now, enabled=False)
    if new:
        hook.secret = new_secret()
    if details.enabled and not hook.enabled:
        hook.since = now
    hook.name, hook.url, hook.kinds = details.name.strip(), details.url.strip(), sorted(set(details.kinds))
    hook.severity, hook.agency, hook.enabled = details.severity, details.agency, details.enabled
    with transaction.atomic():
        # The secret is changed apart from all this, perhaps at this moment.
        hook.save(update_fields=None if new else _EDITED)
        detail = {"url": hook.url, "kinds": hook.kinds, "agency": hook.agency_id, "enabled": hook.enabled}
        audit.record(actor, "webhook.create" if new else "webhook.edit", hook, detail, request)
    return hook


def new_secret() -> str:
    """A secret that cannot be guessed."""
    return secrets.token_urlsafe(32)


def change_secret(actor: User, webhook: Webhook, request: HttpRequest | None = None) -> str:
    """Sign with a new secret from now on, and return it. Raises Denied."""
    require(actor, Verb.WEBHOOK_EDIT)
    webhook.secret = new_secret()
    with transaction.atomic():
        webhook.save(update_fields=["sealed_secret"])
        audit.record(actor, "webhook.secret", webhook, request=request)
    return webhook.secret


def try_webhook(actor: User, webhook: Webhook, request: HttpRequest | None = None) -> Outcome:
    """Send a message that holds no event, and return the outcome. Raises Denied, Conflict."""
    require(actor, Verb.WEBHOOK_EDIT)
    key = str(uuid.uuid4())
    try:
        secret = webhook.secret
    except SecretUnreadable as error:
        text = _("The stored secret cannot be read any more. Make a new one and give it to the receiver.")
        raise Conflict(text) from error
    outcome = async_to_sync(post_once)(webhook.url, secret, key, test_body(webhook, key), limit_s=AT_HAND_S)
    detail = {"status": outcome.status, "words": outcome.words[:100]}
    audit.record(actor, "webhook.test", webhook, detail, request)
    return outcome


def send_again(actor: User, webhook: Webhook, delivery_id: int, request: HttpRequest | None = None) -> None:
    """Try a delivery that is over once more, for another day, under the same key. Raises Denied, Conflict."""
    require(actor, Verb.WEBHOOK_EDIT)
    now = timezone.now()
    with transaction.atomic():
        over = WebhookDelivery.objects.filter(pk=delivery_id, webhook=webhook).exclude(status=DeliveryStatus.WAITING)
        changed = over.update(status=DeliveryStatus.WAITING, attempts=0, next_at=now, give_up_at=now + TRIED_FOR)
        if not changed:
            raise Conflict(_("This delivery is on its way already."))
        audit.record(actor, "webhook.resend", webhook, {"delivery": delivery_id}, request)


def remove_webhook(actor: User, webhook: Webhook, request: HttpRequest | None = None) -> None:
    """Take the webhook away with its deliveries. Raises Denied."""
    require(actor, Verb.WEBHOOK_EDIT)
    with transaction.atomic():
        audit.record(actor, "webhook.remove", webhook, {"url": webhook.url}, request)
        webhook.delete()


def _check(details: WebhookDetails) -> None:
    name, url = details.name.strip(), details.url.strip()
    if not 1 <= len(name) <= 80 or not storable(name):
        raise BadInput(_("A webhook has a name of at most 80 characters."), field="name")
    if len(url) > 500 or not storable(url):
        raise BadInput(_("An address has at most 500 characters, all of them visible."), field="url")
    if not set(details.kinds) <= {value for value, _label in kind_choices()}:
        raise BadInput(_("There is no such kind of event."), field="kinds")
    try:
        async_to_sync(resolve)(url, settings.PANTAU_WEBHOOK_HOSTS)
    except InnerAddress as error:
        text = _("%(problem)s If it is right, ask who runs the centre to add %(entry)s to PANTAU_WEBHOOK_HOSTS.")
        raise BadInput(str(text) % {"problem": error, "entry": error.listing}, field="url") from error
    except (AddressRefused, NameUnknown) as error:
        raise BadInput(error.message, field="url") from error
