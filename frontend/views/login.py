"""Logging in, and the page that a user starts on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from frontend.templatetags.navigation import places_of
from people import audit
from people.account_notices import login_notices
from people.login import LoginForm


class Login(LoginView):
    """The login form; someone who is logged in already goes on to their own start page."""

    template_name = "frontend/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        with translation.override(user.language):
            notices = login_notices(user)
        for text in notices:
            messages.warning(self.request, text)
        return response


class Logout(LogoutView):
    """Ends the session; the audit trail says so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            audit.record(request.user, "logout", request=request)
        return super().post(request, *args, **kwargs)


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """The first page that the user's role may open."""
    place = places_of(request.user)[0]
    if place.verb is None:
        messages.info(request, _("Your account sends positions and takes tasks; it has no page of the centre."))
    return redirect(place.path)
