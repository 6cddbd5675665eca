"""Logging in, and the page that a user starts on."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
    return redirect(places_of(request.user)[0].path)
