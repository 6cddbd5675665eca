"""Logging in, and the page that a user starts on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from frontend.templatetags.navigation import places_of
from people.login import LoginForm


class Login(LoginView):
    """The login form; someone who is logged in already goes on to their own start page."""

    template_name = "frontend/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """The first page that the user's role may open."""
    place = places_of(request.user)[0]
    if place.verb is None:
        messages.info(request, _("Your account sends positions and takes tasks; it has no page of the centre."))
    return redirect(place.path)
