"""Addresses of the fleet's reports; included by ``fleet.urls``."""

from django.urls import path

from fleet.reports.pages import page, runs, view

urlpatterns = [
    path("fleet/reports/", page.reports, name="fleet_reports"),
    path("fleet/reports/view/", view.view, name="fleet_report_view"),
    path("fleet/reports/file/", view.file, name="fleet_report_file"),
    path("fleet/reports/runs/<int:run_id>/", runs.run_page, name="fleet_report_run"),
    path("fleet/reports/runs/<int:run_id>/state/", runs.state, name="fleet_report_state"),
    path("fleet/reports/runs/<int:run_id>/file/", runs.file, name="fleet_report_run_file"),
    path("fleet/reports/runs/<int:run_id>/cancel/", runs.cancel, name="fleet_report_cancel"),
    path("fleet/reports/runs/<int:run_id>/remove/", runs.remove, name="fleet_report_remove"),
    path("fleet/reports/schedules/<int:schedule_id>/remove/", runs.remove_schedule, name="fleet_schedule_remove"),
]
