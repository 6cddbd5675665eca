"""The pages on which an administrator keeps the users."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kit.errors import BadInput
from people import selectors
from people.access import Verb, require
from people.actions.save_user import save_user
from people.models import User
from people.models.account_change import State
from people.pages.forms import UserForm

_WAITS = gettext_lazy(
    "This role may read who made hidden complaints, or decides who may. Role, password and login of %(name)s take "
    "effect when another administrator or a supervisor has confirmed them under “Changes”."
)


@login_required
@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """All users, filtered by ``?q=``."""
    text = request.GET.get("q", "").strip()[:60]
    found = selectors.users(cast(User, request.user), text)
    return render(request, "people/users.html", {"users": found, "q": text})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def user_edit(request: HttpRequest, user_id: int | None = None) -> HttpResponse:
    """One user's form; without an id, a new user's."""
    actor = cast(User, request.user)
    require(actor, Verb.USER_EDIT)
    user = get_object_or_404(User, pk=user_id) if user_id else None
    form = UserForm(request.POST or None, instance=user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = save_user(actor, form.details(), user, request)
            except BadInput as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(request, _("%(name)s is saved.") % {"name": saved})
                if saved.account_changes.filter(state=State.OPEN).exists():
                    messages.warning(request, _WAITS % {"name": saved})
                return redirect("people_users")
    return render(request, "people/user.html", {"form": form, "edited": user}, status=status)
