"""Addresses of drivers, phones, share links, papers, rules and holds."""

from django.urls import path

from fleet.pages import device, drivers, driving, enrol, groups, holds, papers, roster, rules, share, shared, take

urlpatterns = [
    path("fleet/drivers/", drivers.driver_list, name="fleet_drivers"),
    path("fleet/drivers/new/", drivers.driver_edit, name="fleet_driver_new"),
    path("fleet/drivers/<int:driver_id>/", drivers.driver_edit, name="fleet_driver"),
    path("fleet/roster/", roster.roster, name="fleet_roster"),
    path("fleet/roster/import/", roster.roster_import, name="fleet_roster_import"),
    path("fleet/roster/<int:entry_id>/cancel/", roster.cancel, name="fleet_roster_cancel"),
    path("fleet/<int:vehicle_id>/driver/", driving.assign, name="fleet_assign"),
    path("fleet/<int:vehicle_id>/driver/<int:assignment_id>/end/", driving.release, name="fleet_release"),
    path("fleet/<int:vehicle_id>/code/", driving.code_sheet, name="fleet_code"),
    path("fleet/take/<str:token>/", take.take, name="fleet_take"),
    path("fleet/<int:vehicle_id>/enrol/", enrol.enrol, name="fleet_enrol"),
    path("fleet/devices/import/", device.device_import, name="fleet_device_import"),
    path("fleet/devices/<int:device_id>/", device.device_page, name="fleet_device"),
    path("fleet/devices/<int:device_id>/moved/", device.moved_before, name="fleet_moved_before"),
    path("fleet/devices/<int:device_id>/setup/", enrol.setup, name="fleet_setup"),
    path("fleet/devices/<int:device_id>/arrival/", enrol.arrival, name="fleet_arrival"),
    path("fleet/<int:vehicle_id>/papers/", papers.save, name="fleet_paper"),
    path("fleet/<int:vehicle_id>/papers/<int:paper_id>/remove/", papers.remove, name="fleet_paper_remove"),
    path("fleet/<int:vehicle_id>/share/", share.share, name="fleet_share"),
    path("fleet/<int:vehicle_id>/share/<int:link_id>/revoke/", share.revoke, name="fleet_share_revoke"),
    path("share/<str:token>/", shared.shared_vehicle, name="shared_vehicle"),
    path("share/<str:token>/position", shared.shared_position, name="shared_position"),
    path("fleet/rules/", rules.rule_list, name="fleet_rules"),
    path("fleet/rules/new/<slug:kind>/", rules.rule_new, name="fleet_rule_new"),
    path("fleet/rules/<int:rule_id>/", rules.rule_edit, name="fleet_rule"),
    path("fleet/rules/<int:rule_id>/switch/", rules.rule_switch, name="fleet_rule_switch"),
    path("fleet/holds/", holds.holds, name="fleet_holds"),
    path("fleet/holds/<int:hold_id>/release/", holds.release, name="fleet_hold_release"),
    path("fleet/groups/", groups.group_list, name="fleet_groups"),
    path("fleet/groups/new/", groups.group_edit, name="fleet_group_new"),
    path("fleet/groups/<int:group_id>/", groups.group_edit, name="fleet_group"),
]
