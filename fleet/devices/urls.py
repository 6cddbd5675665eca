"""Addresses of devices, the quarantine and enrolment; included by ``fleet.urls``."""

from django.urls import path

from fleet.devices.pages import device, device_list, enrol, quarantine, vehicle_devices

urlpatterns = [
    path("fleet/<int:vehicle_id>/devices/attach/", vehicle_devices.attach, name="fleet_attach"),
    path("fleet/<int:vehicle_id>/devices/register/", vehicle_devices.register, name="fleet_register"),
    path("fleet/<int:vehicle_id>/devices/<int:device_id>/move/", vehicle_devices.move, name="fleet_move"),
    path("fleet/quarantine/", quarantine.quarantine, name="fleet_quarantine"),
    path("fleet/quarantine/claim/", quarantine.claim, name="fleet_claim"),
    path("fleet/quarantine/dismiss/", quarantine.dismiss, name="fleet_dismiss"),
    path("fleet/<int:vehicle_id>/enrol/", enrol.enrol, name="fleet_enrol"),
    path("fleet/devices/", device_list.device_list, name="fleet_devices"),
    path("fleet/devices/bind/", device_list.bind_used, name="fleet_bind_used"),
    path("fleet/devices/<int:device_id>/bind/", device.bind, name="fleet_bind"),
    path("fleet/devices/import/", device.device_import, name="fleet_device_import"),
    path("fleet/devices/<int:device_id>/", device.device_page, name="fleet_device"),
    path("fleet/devices/<int:device_id>/moved/", device.moved_before, name="fleet_moved_before"),
    path("fleet/devices/<int:device_id>/setup/", enrol.setup, name="fleet_setup"),
    path("fleet/devices/<int:device_id>/arrival/", enrol.arrival, name="fleet_arrival"),
]
