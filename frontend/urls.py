"""Addresses of the pages that belong to no other room."""

from django.urls import path
from django.views.i18n import set_language

from frontend.views.favicon import favicon
from frontend.views.left_out import left_out_rows
from frontend.views.login import Login, Logout, start
from frontend.views.replay import replay
from frontend.views.wall import wall

urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", Logout.as_view(), name="logout"),
    path("wall/", wall, name="wall"),
    path("fleet/replay/", replay, name="fleet_replay"),
    path("audit/left-out/", left_out_rows, name="left_out"),
    path("start/", start, name="start"),
    path("language/", set_language, name="set_language"),
]
