"""The page of the keys with which programs read the API."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kit.errors import BadInput, NotFound
from people import selectors
from people.access import Verb, may, require
from people.actions.api_keys import make_key, revoke_key
from people.models import User


class KeyForm(forms.Form):
    """What a new key is for, and how long."""

    name = forms.CharField(label=gettext_lazy("What for"), max_length=80)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        coerce=int,
        choices=[
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("90 days")),
            (365, gettext_lazy("one year")),
        ],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(
    request: HttpRequest, template: str = "people/api_keys.html", revoke_route: str = "people_api_key_revoke"
) -> HttpResponse:
    """The keys that the user may revoke, and a form for a new one, which is shown in the answer and never again.

    A room whose data the keys read shows the same page among its own, by a template that extends this one's.
    """
    actor = cast(User, request.user)
    require(actor, Verb.API_KEY_MAKE)
    form, made = KeyForm(request.POST or None), None
    if form.is_valid():
        try:
            made = make_key(actor, form.cleaned_data["name"], form.cleaned_data["days"], request)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            form = KeyForm()
    context = {
        "form": form,
        "made": made,
        "keys": selectors.api_keys(actor),
        "now": timezone.now(),
        "everybody": may(actor, Verb.USER_EDIT),
        "revoke_route": revoke_route,
    }
    response = render(request, template, context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def revoke(request: HttpRequest, key_id: int, back: str = "people_api_keys") -> HttpResponse:
    """The key opens nothing from now on; leads to the page ``back``."""
    actor = cast(User, request.user)
    require(actor, Verb.API_KEY_MAKE)
    try:
        key = revoke_key(actor, key_id, request)
    except NotFound as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": key})
    return redirect(back)
