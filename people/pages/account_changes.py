"""The page on which a second person confirms changes of accounts."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.errors import AppError
from people import selectors
from people.access import Verb, may, require
from people.actions.account_change import confirm_change, refuse_change
from people.models import AccountChange, User


@login_required
@require_safe
def account_changes(request: HttpRequest) -> HttpResponse:
    """Changes that wait for a second person, and those decided lately."""
    user = cast(User, request.user)
    waiting, decided = selectors.account_changes(user)
    rows = [{"change": change, "own": user.pk in {change.requested_by_id, change.user_id}} for change in waiting]
    context = {"waiting": rows, "decided": decided, "may_edit_users": may(user, Verb.USER_EDIT)}
    return render(request, "people/changes.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, change_id: int) -> HttpResponse:
    """The change takes effect."""
    return _decide(request, change_id, confirm_change, _("The change of %(name)s takes effect now."))


@login_required
@require_POST
def refuse(request: HttpRequest, change_id: int) -> HttpResponse:
    """The change does not take effect."""
    return _decide(request, change_id, refuse_change, _("The change of %(name)s is refused."))


def _decide(
    request: HttpRequest, change_id: int, action: Callable[[User, int, HttpRequest], AccountChange], done: str
) -> HttpResponse:
    user = cast(User, request.user)
    require(user, Verb.USER_CONFIRM)
    try:
        change = action(user, change_id, request)
    except AppError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done % {"name": change.user})
    return redirect("people_account_changes")
