"""The form of a driver."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fleet.drivers.actions.save_driver import DriverDetails
from fleet.models import Driver
from people.access import Role
from people.models import Agency, User


class DriverForm(forms.ModelForm):  # type: ignore[type-arg]
    """A driver as the desk writes one down. Only people who may take a vehicle over are offered as logins."""

    class Meta:
        model = Driver
        fields = ["name", "agency", "phone", "licence_number", "licence_expires_on", "user", "active"]
        labels = {"active": _("drives at present")}
        help_texts = {
            "agency": _("Its people see the driver in their lists."),
            "phone": _("For example 0812 3456 7890; with the country, +60 12 345 6789, for a number abroad."),
            "user": _("With it the driver takes vehicles over by the code that lies in them."),
            "active": _("Switched off, nobody can give the driver a vehicle; what was driven stays."),
        }
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "licence_expires_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, data: Any = None, *, instance: Driver | None = None) -> None:
        super().__init__(data, instance=instance)
        agencies = Agency.objects.filter(Q(active=True) | Q(pk=instance.agency_id if instance else None))
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["agency"].empty_label = _("the centre alone")  # type: ignore[attr-defined]
        free = Q(role=Role.FIELD_STAFF, is_active=True, driver=None)
        users = User.objects.filter(free | Q(pk=instance.user_id if instance else None))
        self.fields["user"].queryset = users.order_by("first_name", "username")  # type: ignore[attr-defined]
        self.fields["user"].empty_label = _("none")  # type: ignore[attr-defined]

    def details(self) -> DriverDetails:
        """The cleaned form as the action wants it."""
        return DriverDetails(**self.cleaned_data)

    def _post_clean(self) -> None:
        # The action validates and writes.
        return
