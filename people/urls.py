"""Addresses of the people pages; included at the root."""

from django.urls import path

from people.pages import account, account_changes
from people.pages.agencies import agency_edit, agency_list
from people.pages.api_keys import api_keys, revoke
from people.pages.audit_trail import audit_trail
from people.pages.users import user_edit, user_list

urlpatterns = [
    path("account/", account.account, name="people_account"),
    path("account/password/", account.password, name="people_password"),
    path("account/sessions/end-others/", account.end_others, name="people_end_other_sessions"),
    path("account/sessions/<uuid:reference>/end/", account.end, name="people_end_session"),
    path("people/changes/", account_changes.account_changes, name="people_account_changes"),
    path("people/changes/<int:change_id>/confirm/", account_changes.confirm, name="people_confirm_change"),
    path("people/changes/<int:change_id>/refuse/", account_changes.refuse, name="people_refuse_change"),
    path("people/", user_list, name="people_users"),
    path("people/new/", user_edit, name="people_user_new"),
    path("people/<int:user_id>/", user_edit, name="people_user"),
    path("people/agencies/", agency_list, name="people_agencies"),
    path("people/agencies/new/", agency_edit, name="people_agency_new"),
    path("people/agencies/<int:agency_id>/", agency_edit, name="people_agency"),
    path("people/keys/", api_keys, name="people_api_keys"),
    path("people/keys/<int:key_id>/revoke/", revoke, name="people_api_key_revoke"),
    path("audit/", audit_trail, name="people_audit"),
]
