"""Answers "may this user" and "which objects" from the table, and nothing else does."""

from typing import Any, TypeVar, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.errors import AppError
from people.access.roles import CENTRE, Role
from people.access.table import TABLE, Scope, Verb

M = TypeVar("M", bound=Model)
Actor = AbstractBaseUser | AnonymousUser | None


class Denied(AppError):
    """The user may not do this. Status 403; trying again does not help."""

    code = "denied"
    status = 403
    message = _("You do not have permission to do this.")


def may(user: Actor, verb: Verb, obj: object | None = None) -> bool:
    """Whether ``user`` may do ``verb``, to ``obj`` if one is given.

    Without an object the answer is "to some object at least". An object that belongs to an agency says so by
    ``agency_id``; a verb limited to one's own agency is refused for an object without one. A verb limited to what is
    assigned needs the object's ``assignee_id`` to be the user's besides.
    """
    scope = _scope(user, verb)
    if scope is None or scope is Scope.ANY:
        return scope is Scope.ANY
    own = cast(Any, user).agency_id
    if own is None:
        return False
    if obj is None:
        return True
    if scope is Scope.ASSIGNED and getattr(obj, "assignee_id", None) != cast(Any, user).pk:
        return False
    return bool(getattr(obj, "agency_id", None) == own)


def require(user: Actor, verb: Verb, obj: object | None = None) -> None:
    """Raise Denied, which says what the user may do instead and whom to ask, unless ``may(user, verb, obj)``."""
    if not may(user, verb, obj):
        raise Denied(_why_not(user, verb))


def which(user: Actor, verb: Verb, queryset: QuerySet[M]) -> QuerySet[M]:
    """The objects of ``queryset`` to which ``user`` may do ``verb``; none at all if not allowed.

    A model whose agency is not its own field ``agency`` names the path in ``ACCESS_AGENCY_PATH``; one that several
    agencies see gives the condition by ``access_of_agency(agency_id)``.
    """
    scope = _scope(user, verb)
    if scope is Scope.ANY:
        return queryset
    own = getattr(user, "agency_id", None)
    if scope is None or own is None:
        return queryset.none()
    condition = getattr(queryset.model, "access_of_agency", None)
    path = getattr(queryset.model, "ACCESS_AGENCY_PATH", "agency")
    own_agency = queryset.filter(condition(own) if condition is not None else Q(**{path: own}))
    return own_agency.filter(assignee=user) if scope is Scope.ASSIGNED else own_agency


def in_centre(user: Actor) -> bool:
    """Whether the role sees the whole region; that an agency is noted for the person as well changes nothing."""
    return user is not None and user.is_authenticated and cast(Any, user).role in CENTRE


def audience_of(user: Actor) -> str | None:
    """The live audience of a user: ``centre``, ``agency:<id>``, or None for someone without a wall."""
    if not may(user, Verb.WALL_VIEW):
        return None
    if cast(Any, user).role in CENTRE:
        return "centre"
    return f"agency:{cast(Any, user).agency_id}"


def _why_not(user: Actor, verb: Verb) -> str:
    """By the account alone: whether there is such a thing is told to nobody who may not see it."""
    if user is None or not user.is_authenticated:
        return gettext("Log in with an account that may do this.")
    account = cast(Any, user)
    if _scope(user, verb) is None:
        text = gettext("Your account (%(role)s) may not do this. An administrator of the centre can change that.")
        return text % {"role": account.get_role_display()}
    if account.agency_id is None:
        return gettext("Your account belongs to no agency yet. Ask an administrator of the centre to enter it.")
    if _scope(user, verb) is Scope.ASSIGNED:
        return gettext("You may do this only with what is assigned to you. Ask an officer of your agency to assign it.")
    text = gettext("You may do this only with what belongs to %(agency)s. For anything else, ask the centre.")
    return text % {"agency": account.agency}


def _scope(user: Actor, verb: Verb) -> Scope | None:
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return TABLE[verb].get(Role(cast(Any, user).role))
