"""Citizens' complaints, from the first word to a closed case."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"

    def ready(self) -> None:
        from complaints.events import ComplaintChanged, ComplaintRemoved  # noqa: PLC0415 - models are not loaded before
        from complaints.models import Channel, ComplaintClass, Priority, Status  # noqa: PLC0415
        from complaints.selectors.wall import snapshot  # noqa: PLC0415
        from live import registry  # noqa: PLC0415
        from people.audit_labels import register_values  # noqa: PLC0415

        registry.register(
            entity="complaint",
            changed=ComplaintChanged,
            removed=ComplaintRemoved,
            snapshot=snapshot,
            former_name="report",
        )
        register_values("complaint", "status", Status.choices)
        register_values("complaint", "channel", Channel.choices)
        register_values("complaint", "priority", Priority.choices)
        register_values("complaint", "by", [("reporter", _("the reporter"))])
        register_values("category", "complaint_class", ComplaintClass.choices)
