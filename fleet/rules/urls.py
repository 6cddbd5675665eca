"""Addresses of detector rules; included by ``fleet.urls``."""

from django.urls import path

from fleet.rules.pages import rules

urlpatterns = [
    path("fleet/rules/", rules.rule_list, name="fleet_rules"),
    path("fleet/rules/new/<slug:kind>/", rules.rule_new, name="fleet_rule_new"),
    path("fleet/rules/<int:rule_id>/", rules.rule_edit, name="fleet_rule"),
    path("fleet/rules/<int:rule_id>/switch/", rules.rule_switch, name="fleet_rule_switch"),
]
