"""Addresses of the citizens' pages."""

from django.urls import path

from frontend.views import former, portal

urlpatterns = [
    path("", portal.home, name="home"),
    path("pengaduan/", portal.complaint, name="complaint"),
    path("pengaduan/terkirim/<str:code>/", portal.sent, name="sent"),
    path("status/<str:code>/", portal.status, name="status"),
    path("status/<str:code>/kata/", portal.say, name="say"),
    # Addresses of before, which links, bookmarks, printed codes and open pages know.
    path("lapor/", former.form, name="former_complaint"),
    path("lapor/terkirim/<str:code>/", former.sent, name="former_sent"),
]
