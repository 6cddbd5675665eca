"""The fleet app's registration with Django and the packages below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FleetConfig(AppConfig):
    name = "fleet"
    verbose_name = _("Vehicles")

    def ready(self) -> None:
        # Models can only be imported once all apps are loaded.
        from fleet.events.event_types import VehicleChanged, VehicleEventChanged, VehicleEventRemoved, VehicleRemoved  # noqa: PLC0415
        from fleet.events.kinds import EventKind  # noqa: PLC0415
        from fleet.events.snapshot import shown_events  # noqa: PLC0415
        from fleet.events.webhook_source import SOURCE  # noqa: PLC0415
        from fleet.models.paper import PaperKind  # noqa: PLC0415
        from fleet.models.vehicle import VehicleKind  # noqa: PLC0415
        from fleet.reports.kinds import ReportKind  # noqa: PLC0415
        from fleet.vehicles.announce import snapshot  # noqa: PLC0415
        from fleet.vehicles.latest_positions import latest_positions  # noqa: PLC0415
        from layers import catalogue  # noqa: PLC0415
        from live import registry  # noqa: PLC0415
        from notify.registry import register as register_event_source  # noqa: PLC0415
        from people.audit_labels import register_values  # noqa: PLC0415
        from reports.choices import ReportFormat  # noqa: PLC0415

        registry.register(entity="vehicle", changed=VehicleChanged, removed=VehicleRemoved, snapshot=snapshot)
        registry.register(
            entity="vehicle_event", changed=VehicleEventChanged, removed=VehicleEventRemoved, snapshot=shown_events
        )
        registry.register_positions(latest_positions)
        catalogue.register(catalogue.MapSource("vehicles", "Kendaraan", "Vehicles", "live", "vehicle", audience="wall"))
        register_event_source(SOURCE)
        register_values("event", "kind", EventKind.choices)
        register_values("vehicle", "kind", VehicleKind.choices)
        register_values("paper", "kind", PaperKind.choices)
        register_values("driver", "by", [("code", _("the code in the vehicle"))])
        register_values("fleet", "report", ReportKind.choices)
        register_values("fleet", "format", ReportFormat.choices)
