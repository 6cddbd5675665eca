"""Making and revoking the keys of programs."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput, NotFound
from people import audit
from people.access import Verb, may, require
from people.api_keys import LONGEST, PREFIX, hash_of
from people.models import ApiKey, User


@dataclass(frozen=True)
class NewKey:
    """A key just made. ``text`` is known here and to whom it is shown, and nowhere else."""

    key: ApiKey
    text: str


def make_key(actor: User, name: str, days: int, request: HttpRequest | None = None) -> NewKey:
    """A key that reads as ``actor`` for ``days``. Raises Denied, BadInput.

    Nobody makes a key of somebody else: it would read under that name.
    """
    require(actor, Verb.API_KEY_MAKE)
    name, length = name.strip(), timedelta(days=days)
    if not 1 <= len(name) <= 80 or not name.isprintable():
        raise BadInput(_("Say in at most 80 characters what the key is for."), field="name")
    if not timedelta() < length <= LONGEST:
        raise BadInput(_("A key is valid for 1 to 400 days."), field="days")
    text, now = PREFIX + secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        key = ApiKey.objects.create(
            key_hash=hash_of(text), name=name, user=actor, created_at=now, expires_at=now + length
        )
        audit.record(actor, "api_key.make", key, {"days": days}, request)
    return NewKey(key, text)


def revoke_key(actor: User, key_id: int, request: HttpRequest | None = None) -> ApiKey:
    """The key opens nothing from now on: one's own, or anybody's for who edits people. Raises NotFound."""
    with transaction.atomic():
        keys = ApiKey.objects.select_for_update().filter(pk=key_id, revoked_at=None)
        if not may(actor, Verb.USER_EDIT):
            keys = keys.filter(user=actor)
        key = keys.first()
        if key is None:
            raise NotFound(_("There is no such key; perhaps somebody has revoked it."))
        key.revoked_at, key.revoked_by = timezone.now(), actor
        key.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(actor, "api_key.revoke", key, {"of": key.user.username}, request)
    return key
