"""The layers app's registration with Django and with the live floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LayersConfig(AppConfig):
    name = "layers"
    verbose_name = _("Zones and map layers")

    def ready(self) -> None:
        # Models can only be imported once all apps are loaded.
        from layers import own_sources, selectors  # noqa: PLC0415
        from layers.events import ZoneChanged, ZoneRemoved  # noqa: PLC0415
        from live import registry  # noqa: PLC0415

        registry.register(entity="zone", changed=ZoneChanged, removed=ZoneRemoved, snapshot=selectors.live_zones)
        own_sources.register()
