"""The fleet app's registration with Django, the live floor and the map catalogue."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FleetConfig(AppConfig):
    name = "fleet"
    verbose_name = _("Vehicles")

    def ready(self) -> None:
        # Models can only be imported once all apps are loaded.
        from fleet.announce import snapshot  # noqa: PLC0415
        from fleet.event_snapshot import shown_events  # noqa: PLC0415
        from fleet.events import (  # noqa: PLC0415
            VehicleChanged,
            VehicleEventChanged,
            VehicleEventRemoved,
            VehicleRemoved,
        )
        from fleet.latest import latest_positions  # noqa: PLC0415
        from layers import catalogue  # noqa: PLC0415
        from live import registry  # noqa: PLC0415

        registry.register(entity="vehicle", changed=VehicleChanged, removed=VehicleRemoved, snapshot=snapshot)
        registry.register(
            entity="vehicle_event", changed=VehicleEventChanged, removed=VehicleEventRemoved, snapshot=shown_events
        )
        registry.register_positions(latest_positions)
        catalogue.register(catalogue.MapSource("vehicles", "Kendaraan", "Vehicles", "live", "vehicle", audience="wall"))
