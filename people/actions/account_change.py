"""Changes of accounts that reach hidden reporters need a second person: no single administrator may become an operator.

An administrator cannot read who made a complaint. Whoever could give oneself such an account, or the password of one,
could read it all the same, and so could whoever confirms such changes alone.
"""

from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.errors import NotFound
from people import audit
from people.access import Denied, Role, Verb, require
from people.access.table import TABLE, Scope
from people.actions.end_sessions import delete_sessions, revoke_keys
from people.models import AccountChange, User
from people.models.account_change import State

PROTECTED: Final = frozenset(
    {role for role, scope in TABLE[Verb.REPORTER_VIEW].items() if scope is Scope.ANY} | set(TABLE[Verb.USER_CONFIRM])
)
"""Roles that may read hidden reporters, and those that confirm who gets such a role."""


class OwnChange(Denied):
    """Whoever asked for a change, or whose account it is, does not confirm it."""

    code = "own_change"
    message = _("Somebody else must confirm this: another administrator or a supervisor.")


def needs_second_person(actor: User, role: Role) -> bool:
    """Whether giving somebody a way into an account of ``role`` needs a confirmation.

    Not while nobody but ``actor`` has ever logged in: an empty centre has no second person yet.
    """
    return role in PROTECTED and User.objects.exclude(pk=actor.pk).filter(last_login__isnull=False).exists()


def confirm_change(actor: User, change_id: int, request: HttpRequest | None = None) -> AccountChange:
    """The change takes effect. Raises Denied, OwnChange, and NotFound when it has been decided already."""
    require(actor, Verb.USER_CONFIRM)
    with transaction.atomic():
        change = _open(change_id)
        if actor.pk in {change.requested_by_id, change.user_id}:
            raise OwnChange
        apply(change, by=actor)
        audit.record(actor, "user.change_confirmed", change.user, summary(change), request)
    return change


def confirm_on_the_server(change_id: int) -> AccountChange:
    """The change takes effect by the word of whoever operates the server, for a centre with one administrator."""
    with transaction.atomic():
        change = _open(change_id)
        apply(change, by=None)
        audit.record(None, "user.change_confirmed", change.user, {**summary(change), "by": "command line"})
    return change


def refuse_change(actor: User, change_id: int, request: HttpRequest | None = None) -> AccountChange:
    """The change does not take effect; who asked for it may take it back so. Raises Denied, NotFound."""
    require(actor, Verb.USER_CONFIRM)
    with transaction.atomic():
        change = _open(change_id)
        change.state, change.decided_by, change.decided_at = State.REFUSED, actor, timezone.now()
        change.password = ""
        change.save()
        audit.record(actor, "user.change_refused", change.user, summary(change), request)
    return change


def apply(change: AccountChange, by: User | None) -> None:
    """Write the change to its account, in the caller's transaction, which audits it.

    A new password, and switching off, end all sessions of the person; a new password revokes the API keys too.
    """
    user = User.objects.select_for_update().get(pk=change.user_id)
    if change.role:
        user.role, user.agency = change.role, change.agency
    user.is_active = user.is_active or change.activates
    if change.password:
        user.password = change.password
    user.save()
    if change.new_password:
        delete_sessions(user)
        revoke_keys(user, change.requested_by)
    change.user = user
    change.state, change.decided_by, change.decided_at, change.password = State.APPLIED, by, timezone.now(), ""
    change.save()


def summary(change: AccountChange) -> dict[str, object]:
    """What an audit entry says of a change; never the password."""
    return {
        "requested_by": change.requested_by.username,
        "role": change.role or change.user.role,
        "activates": change.activates,
        "password_changed": change.new_password,
    }


def _open(change_id: int) -> AccountChange:
    found = AccountChange.objects.select_for_update(of=("self",)).select_related("requested_by", "user")
    change = found.filter(pk=change_id, state=State.OPEN).first()
    if change is None:
        raise NotFound(_("This change has been decided already."))
    return change
