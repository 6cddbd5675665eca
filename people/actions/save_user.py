"""Create or change a user: what they are, where they belong, whether they may log in."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput
from people import audit
from people.access import Role, Verb, require
from people.actions.account_change import apply, needs_second_person, summary
from people.actions.end_sessions import delete_sessions
from people.models import AccountChange, Agency, User
from people.models.account_change import State


@dataclass(frozen=True)
class UserDetails:
    """What an administrator says of a person; an empty password leaves the old one."""

    username: str
    first_name: str
    last_name: str
    email: str
    role: Role
    agency: Agency | None
    language: str
    is_active: bool
    password: str = ""


def save_user(actor: User, details: UserDetails, user: User | None = None, request: HttpRequest | None = None) -> User:
    """Write ``details`` into ``user``, or into a new one. Raises Denied, and BadInput with the field at fault.

    What would open an account that reaches hidden reporters (`people.actions.account_change`) waits for a second
    person; the rest is written at once. A change of role, agency or activity reaches open walls within ten seconds; a
    new password and switching off end all sessions.
    """
    require(actor, Verb.USER_EDIT)
    target = user or User()
    _check(actor, target, details)
    before = _face(target) if user is not None else None
    opens = _opens(target, details, is_new=user is None)
    waits = opens and details.is_active and needs_second_person(actor, details.role)
    change = _change(actor, target, details, is_new=user is None)
    for name in ("username", "first_name", "last_name", "email", "role", "agency", "language", "is_active"):
        setattr(target, name, getattr(details, name))
    if user is None:
        target.set_unusable_password()
    _validate(target, details.password, is_new=user is None)
    with transaction.atomic():
        if waits:
            _hold_back(target, before)
        target.save()
        if not target.is_active:
            delete_sessions(target)
        if opens or change.new_password:
            change.user = target
            _store(change, waits=waits)
        changes = {"before": before, "after": _face(target), "password_changed": change.new_password and not waits}
        audit.record(actor, "user.change" if user else "user.create", target, changes, request)
        if waits:
            audit.record(actor, "user.change_requested", target, summary(change), request)
    target.refresh_from_db()
    return target


def _check(actor: User, target: User, details: UserDetails) -> None:
    if target.pk != actor.pk:
        return
    if details.role != actor.role or not details.is_active:
        raise BadInput(_("You cannot take your own rights away; ask another administrator."), field="role")
    if details.password:
        raise BadInput(_("Change your own password on the page “My account”."), field="password")


def _opens(target: User, details: UserDetails, *, is_new: bool) -> bool:
    """Whether the account is new, or gets a role, a password or a login that it has not had."""
    reactivated = details.is_active and not target.is_active
    return is_new or bool(details.password) or reactivated or details.role != target.role


def _change(actor: User, target: User, details: UserDetails, *, is_new: bool) -> AccountChange:
    moved = is_new or details.role != target.role or details.agency != target.agency
    return AccountChange(
        requested_by=actor,
        role=details.role if moved else "",
        agency=details.agency if moved else None,
        activates=details.is_active and (is_new or not target.is_active),
        new_password=bool(details.password),
        password=make_password(details.password) if details.password else "",
    )


def _hold_back(target: User, before: dict[str, object] | None) -> None:
    """Leave the account as closed as it was; a new one cannot be used yet."""
    target.is_active = bool(before and before["active"])
    if before is not None and before["role"] != target.role:
        present = User.objects.get(pk=target.pk)
        target.role, target.agency = present.role, present.agency


def _store(change: AccountChange, *, waits: bool) -> None:
    """Write the change, applied where nobody else has to confirm it. An open one of the same person is replaced."""
    earlier = AccountChange.objects.select_for_update().filter(user=change.user, state=State.OPEN)
    earlier.update(state=State.REFUSED, decided_at=timezone.now(), password="")
    change.save()
    if not waits:
        apply(change, by=None)


def _validate(target: User, password: str, *, is_new: bool) -> None:
    if password or is_new:
        try:
            validate_password(password, target)
        except ValidationError as error:
            raise BadInput(" ".join(error.messages), field="password") from error
    try:
        target.full_clean(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=field) from error


def _face(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "role": user.role,
        "agency": user.agency.code if user.agency else None,
        "active": user.is_active,
    }
