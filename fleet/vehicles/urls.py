"""Addresses of the vehicle list, vehicles' pages, papers, groups and share links; included by ``fleet.urls``."""

from django.urls import path

from fleet.vehicles.pages import edit, groups, papers, share, shared, vehicle, vehicles

urlpatterns = [
    path("fleet/", vehicles.vehicle_list, name="fleet"),
    path("fleet/new/", edit.new, name="fleet_new"),
    path("fleet/<int:vehicle_id>/", vehicle.vehicle_page, name="fleet_vehicle"),
    path("fleet/<int:vehicle_id>/edit/", edit.edit, name="fleet_edit"),
    path("fleet/<int:vehicle_id>/papers/", papers.save, name="fleet_paper"),
    path("fleet/<int:vehicle_id>/papers/<int:paper_id>/remove/", papers.remove, name="fleet_paper_remove"),
    path("fleet/<int:vehicle_id>/share/", share.share, name="fleet_share"),
    path("fleet/<int:vehicle_id>/share/<int:link_id>/revoke/", share.revoke, name="fleet_share_revoke"),
    path("share/<str:token>/", shared.shared_vehicle, name="shared_vehicle"),
    path("share/<str:token>/position", shared.shared_position, name="shared_position"),
    path("fleet/groups/", groups.group_list, name="fleet_groups"),
    path("fleet/groups/new/", groups.group_edit, name="fleet_group_new"),
    path("fleet/groups/<int:group_id>/", groups.group_edit, name="fleet_group"),
]
