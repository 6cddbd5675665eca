"""Incidents: what the centre sends units to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        # Models can only be imported once all apps are loaded.
        from complaints.models import Priority  # noqa: PLC0415
        from incidents.events import IncidentChanged, IncidentRemoved, complaint_moved, vehicle_moved  # noqa: PLC0415
        from incidents.models import IncidentKind, State  # noqa: PLC0415
        from incidents.selectors.live import snapshot  # noqa: PLC0415
        from live import registry  # noqa: PLC0415
        from people import agency_moves  # noqa: PLC0415
        from people.audit_labels import register_values  # noqa: PLC0415

        registry.register(entity="incident", changed=IncidentChanged, removed=IncidentRemoved, snapshot=snapshot)
        agency_moves.listen("complaints.complaint", complaint_moved)
        agency_moves.listen("fleet.vehicle", vehicle_moved)
        for field, choices in (("status", State), ("kind", IncidentKind), ("priority", Priority)):
            register_values("incident", field, choices.choices)
