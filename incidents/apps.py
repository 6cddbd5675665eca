"""Citizens' reports, from the first word to a closed case."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents.events import ReportChanged, ReportRemoved  # noqa: PLC0415 - models are not loaded before
        from incidents.models import Channel, Priority, ReportClass, Status  # noqa: PLC0415
        from incidents.selectors.wall import snapshot  # noqa: PLC0415
        from live import registry  # noqa: PLC0415
        from people.audit_words import register_values  # noqa: PLC0415

        registry.register(entity="report", changed=ReportChanged, removed=ReportRemoved, snapshot=snapshot)
        register_values("report", "status", Status.choices)
        register_values("report", "channel", Channel.choices)
        register_values("report", "priority", Priority.choices)
        register_values("report", "by", [("reporter", _("the reporter"))])
        register_values("category", "report_class", ReportClass.choices)
