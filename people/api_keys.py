"""Who a program is, from the key that it sends."""

from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.errors import AppError
from people.models import ApiKey, User

PREFIX: Final = "pantau_"
"""Lets people, and scanners of source code, see what such a string is."""
LONGEST: Final = timedelta(days=400)


class BadKey(AppError):
    """The key is unknown, revoked or over, or its person may not log in: which of them is nobody's business."""

    code = "bad_key"
    status = 401
    message = _("This key is not valid. Ask whoever gave it to you for a new one.")


class KeyOnlyReads(AppError):
    """A key was sent with a request that would change something."""

    code = "key_only_reads"
    status = 403
    message = _("A key may only read.")


def hash_of(key: str) -> str:
    """What is kept of a key; it is random enough that a plain hash cannot be turned round."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def user_of(key: str) -> User:
    """The person as whom the holder of ``key`` reads; notes the day of use. Raises BadKey."""
    now = timezone.now()
    found = (
        ApiKey.objects.select_related("user__agency")
        .filter(key_hash=hash_of(key), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if found is None:
        raise BadKey
    today = timezone.localdate(now)
    if found.last_used_on != today:
        ApiKey.objects.filter(pk=found.pk).update(last_used_on=today)
    return found.user
