"""Addresses of drivers, the roster and drive codes; included by ``fleet.urls``."""

from django.urls import path

from fleet.drivers.pages import drivers, driving, roster, take

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
]
