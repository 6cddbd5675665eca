"""Which sessions are valid now, and noting that they are in use."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people.models import Session

NOTE_EVERY: Final = timedelta(seconds=60)
"""How old ``last_seen`` may become while a session is used: not every request writes."""

Pair = tuple[str, int]


def sessions_valid(pairs: Iterable[Pair], *, in_use: bool = True) -> set[Pair]:
    """Those of the (session key, user id) pairs that may go on: for sockets, which outlive the request they began with.

    A session is not valid after logging out, after its idle or absolute limit, after a change of the password, when
    its user is switched off, or when somebody has ended it. ``in_use``: each valid one counts as used now, so a wall
    with an open connection stays logged in until the absolute limit.
    """
    wanted = set(pairs)
    now = timezone.now()
    rows = Session.objects.select_related("user").filter(
        session_key__in={key for key, _user_id in wanted}, expire_date__gt=now, user__is_active=True
    )
    valid = [row for row in rows if (row.session_key, row.user_id) in wanted and _password_is_current(row)]
    if in_use and (due := [row.session_key for row in valid if now - row.last_seen > NOTE_EVERY]):
        note_use(due)
    return {(row.session_key, int(row.user_id or 0)) for row in valid}


def is_live(session_key: str, user_id: int) -> bool:
    """As `sessions_valid` for one session, without counting it as used."""
    return bool(sessions_valid([(session_key, user_id)], in_use=False))


def note_use(session_keys: Iterable[str], **columns: object) -> None:
    """Write that users' sessions are used now, with further ``columns`` such as the address; moves their idle limit."""
    now = timezone.now()
    Session.objects.filter(session_key__in=list(session_keys), user__isnull=False).update(
        last_seen=now,
        expire_date=Least(
            now + timedelta(hours=settings.PANTAU_SESSION_IDLE_HOURS),
            F("created_at") + timedelta(seconds=settings.SESSION_COOKIE_AGE),
        ),
        **columns,
    )


def _password_is_current(row: Session) -> bool:
    user, content = row.user, row.get_decoded()
    if user is None or content.get(SESSION_KEY) != str(user.pk):
        return False
    given = str(content.get(HASH_SESSION_KEY, ""))
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(given, known) for known in hashes)
