"""The cameras app's registration with Django, the live floor and the map catalogue."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CamerasConfig(AppConfig):
    name = "cameras"
    verbose_name = _("Cameras")

    def ready(self) -> None:
        # Models can only be imported once all apps are loaded.
        from cameras import selectors  # noqa: PLC0415
        from cameras.events import CameraChanged, CameraRemoved  # noqa: PLC0415
        from cameras.models.choices import CameraKind, CameraPurpose, Stage  # noqa: PLC0415
        from layers import catalogue  # noqa: PLC0415
        from live import registry  # noqa: PLC0415
        from people.audit_labels import register_values  # noqa: PLC0415

        registry.register(
            entity="camera", changed=CameraChanged, removed=CameraRemoved, snapshot=selectors.live_cameras
        )
        catalogue.register(catalogue.MapSource("cameras", "Kamera", "Cameras", "live", "camera", audience="wall"))
        for field, choices in (("status", Stage), ("stage", Stage), ("kind", CameraKind), ("purpose", CameraPurpose)):
            register_values("camera", field, choices.choices)
