"""Addresses of the people pages; included at the root."""

from django.urls import path

from people.pages.audit_trail import audit_trail
from people.pages.users import user_edit, user_list

urlpatterns = [
    path("people/", user_list, name="people_users"),
    path("people/new/", user_edit, name="people_user_new"),
    path("people/<int:user_id>/", user_edit, name="people_user"),
    path("audit/", audit_trail, name="people_audit"),
]
