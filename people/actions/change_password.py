"""Changing one's own password."""

from datetime import timedelta
from typing import Final

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit import rate_limit
from kit.errors import BadInput, TooManyRequests
from people import audit
from people.actions.end_sessions import delete_sessions, revoke_keys
from people.models import User

GUESSES: Final = 8
WINDOW: Final = timedelta(minutes=15)


def change_password(user: User, present: str, new: str, *, keys_too: bool, request: HttpRequest) -> None:
    """Set the user's own password; ends all other sessions, gives this one a new key, revokes the API keys if asked.

    Raises BadInput with the field at fault (``present`` or ``new``), and TooManyRequests after eight wrong guesses.
    """
    decision = rate_limit.allow("people.password", str(user.pk), GUESSES, WINDOW)
    if not decision.allowed:
        raise TooManyRequests(retry_after=decision.retry_after)
    if not user.check_password(present):
        audit.record(user, "password.failed", user, request=request)
        raise BadInput(_("This is not your present password."), field="present")
    rate_limit.release("people.password", str(user.pk), GUESSES, WINDOW)
    if present == new:
        raise BadInput(_("This is your present password; choose another one."), field="new")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), field="new") from error
    with transaction.atomic():
        user.set_password(new)
        user.save(update_fields=["password"])
        sessions = delete_sessions(user, but=request.session.session_key)
        keys = revoke_keys(user, user) if keys_too else 0
        audit.record(user, "password.change", user, {"sessions_ended": sessions, "keys_revoked": keys}, request)
        update_session_auth_hash(request, user)
