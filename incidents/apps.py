"""Citizens' reports, from the first word to a closed case."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents.events import ReportChanged, ReportRemoved  # noqa: PLC0415 - models are not loaded before
        from incidents.selectors.wall import snapshot  # noqa: PLC0415
        from live import registry  # noqa: PLC0415

        registry.register(entity="report", changed=ReportChanged, removed=ReportRemoved, snapshot=snapshot)
