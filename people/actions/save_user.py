"""Create or change a user: what they are, where they belong, whether they may log in."""

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput
from people import audit
from people.access import Role, Verb, require
from people.models import Agency, User


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

    A change of role, agency or activity reaches open walls within ten seconds; a new password ends all sessions.
    """
    require(actor, Verb.USER_EDIT)
    target = user or User()
    if target.pk == actor.pk and (details.role != actor.role or not details.is_active):
        raise BadInput(_("You cannot take your own rights away; ask another administrator."), field="role")
    before = _face(target) if user is not None else None
    for name in ("username", "first_name", "last_name", "email", "role", "agency", "language", "is_active"):
        setattr(target, name, getattr(details, name))
    _set_password(target, details.password, is_new=user is None)
    try:
        target.full_clean(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput(messages[0], field=field) from error
    with transaction.atomic():
        target.save()
        changes = {"before": before, "after": _face(target), "password_changed": bool(details.password)}
        audit.record(actor, "user.change" if user else "user.create", target, changes, request)
    return target


def _set_password(target: User, password: str, *, is_new: bool) -> None:
    if not password and not is_new:
        return
    try:
        validate_password(password, target)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), field="password") from error
    target.set_password(password)


def _face(user: User) -> dict[str, object]:
    return {
        "username": user.username,
        "role": user.role,
        "agency": user.agency.code if user.agency else None,
        "active": user.is_active,
    }
