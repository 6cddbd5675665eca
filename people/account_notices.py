"""What somebody is told when they log in: changes of their account by others, and changes that wait for them."""

from datetime import timedelta
from typing import Final

from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.access import Verb, may
from people.models import AccountChange, User
from people.models.account_change import State

TOLD_FOR: Final = timedelta(days=30)
"""At every login, not at the first alone: that may be the one of whoever should not have the password."""


def login_notices(user: User) -> list[str]:
    """Sentences to show after logging in, newest change first."""
    return [*map(change_text, applied_changes(user)[:3]), *_waiting(user)]


def applied_changes(user: User) -> list[AccountChange]:
    """Changes of the last month that somebody else made to the account, newest first; not those that created it."""
    found = AccountChange.objects.filter(user=user, state=State.APPLIED, decided_at__gte=timezone.now() - TOLD_FOR)
    return list(found.exclude(requested_by=user).filter(requested_at__gt=user.date_joined + timedelta(seconds=5)))


def change_text(change: AccountChange) -> str:
    """One change in a sentence, with what to do about it."""
    by = str(change.requested_by)
    if change.decided_by is not None:
        by = _("%(first)s and %(second)s") % {"first": by, "second": change.decided_by}
    values = {"at": format_date(timezone.localtime(change.decided_at), "j M Y H:i"), "by": by}
    if change.new_password:
        text = _("%(at)s: %(by)s gave your account a new password.") % values
    else:
        text = _("%(at)s: %(by)s changed what your account may do.") % values
    return text + " " + _("If you did not expect that, tell your supervisor at once.")


def _waiting(user: User) -> list[str]:
    if not may(user, Verb.USER_CONFIRM):
        return []
    count = AccountChange.objects.filter(state=State.OPEN).exclude(requested_by=user).exclude(user=user).count()
    if not count:
        return []
    return [
        ngettext(
            "%(count)d change of an account waits for your confirmation.",
            "%(count)d changes of accounts wait for your confirmation.",
            count,
        )
        % {"count": count}
    ]
