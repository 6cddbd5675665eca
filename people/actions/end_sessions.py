"""Ending sessions: one's own, or all of somebody's when the password or the account changes."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.errors import NotFound
from people import audit
from people.models import ApiKey, Session, User


def end_session(user: User, reference: UUID, request: HttpRequest) -> None:
    """End one of the user's own sessions. Raises NotFound."""
    with transaction.atomic():
        found = Session.objects.filter(user=user, reference=reference).first()
        if found is None:
            raise NotFound(_("This session has ended already."))
        found.delete()
        audit.record(user, "session.end", detail={"address": found.address}, request=request)


def end_other_sessions(user: User, request: HttpRequest) -> int:
    """End all of the user's own sessions but the one of ``request``; returns how many."""
    with transaction.atomic():
        count = delete_sessions(user, but=request.session.session_key)
        audit.record(user, "session.end_others", detail={"count": count}, request=request)
    return count


def delete_sessions(user: User, but: str | None = None) -> int:
    """Delete the user's sessions in the caller's transaction, which audits why; that with the key ``but`` stays."""
    count, _models = Session.objects.filter(user=user).exclude(session_key=but or "").delete()
    return count


def revoke_keys(user: User, by: User) -> int:
    """Revoke the user's API keys in the caller's transaction, which audits why; returns how many."""
    keys = ApiKey.objects.filter(user=user, revoked_at=None)
    return keys.update(revoked_at=timezone.now(), revoked_by=by)
