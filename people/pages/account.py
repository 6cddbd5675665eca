"""My account: the own password, where one is logged in, and what others changed."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from kit.errors import AppError, NotFound
from people import selectors
from people.access import Verb, may
from people.account_notices import applied_changes, change_text
from people.actions.change_password import change_password
from people.actions.end_sessions import end_other_sessions, end_session
from people.browser_names import browser_name
from people.models import User


class PasswordForm(forms.Form):
    """The present password and a new one, twice."""

    present = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=200,
        help_text=gettext_lazy("At least ten characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    keys_too = forms.BooleanField(label=gettext_lazy("Revoke my API keys as well"), required=False)

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("The two new passwords differ."))
        return again


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _page(request, PasswordForm())


@login_required
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; all other sessions end."""
    user, form = cast(User, request.user), PasswordForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            change_password(user, values["present"], values["new"], keys_too=values["keys_too"], request=request)
        except AppError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Your password is changed. Everywhere else you are logged out."))
            return redirect("people_account")
    return _page(request, form, status=422)


@login_required
@require_POST
def end(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Log out one of the own sessions."""
    try:
        end_session(cast(User, request.user), reference, request)
    except NotFound as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("That session has ended."))
    return redirect("people_account")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    count = end_other_sessions(cast(User, request.user), request)
    text = ngettext("%(count)d session has ended.", "%(count)d sessions have ended.", count)
    messages.success(request, text % {"count": count})
    return redirect("people_account")


def _page(request: HttpRequest, form: PasswordForm, status: int = 200) -> HttpResponse:
    user = cast(User, request.user)
    here = request.session.session_key
    _focus_first_error(form)
    sessions = [
        {"row": row, "browser": browser_name(row.agent), "here": row.session_key == here}
        for row in selectors.sessions(user)
    ]
    context = {
        "form": form,
        "sessions": sessions,
        "changes": [change_text(change) for change in applied_changes(user)],
        "has_keys": may(user, Verb.API_KEY_MAKE),
    }
    response = render(request, "people/account.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _focus_first_error(form: PasswordForm) -> None:
    """The form stands below the sessions: without the focus, a mistake in it could be out of sight."""
    wrong = next((name for name in form.fields if name in form.errors), None)
    if wrong is not None:
        form.fields[wrong].widget.attrs["autofocus"] = True
