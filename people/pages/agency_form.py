"""The form of an agency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.actions.save_agency import AgencyDetails
from people.models import Agency


class AgencyForm(forms.ModelForm):  # type: ignore[type-arg]
    """An agency, as an administrator writes one down."""

    class Meta:
        model = Agency
        fields = ["name", "name_en", "short_name", "code", "area_code", "phone", "email", "active"]
        labels = {"name": _("name in Indonesian"), "active": _("receives complaints and vehicles")}
        help_texts = {
            "short_name": _("As lists and the map show it, for example PUPR."),
            "code": _("Lower-case letters, digits and hyphens, for example dinas-pupr. Imports name the agency by it."),
            "area_code": _("Kemendagri code of the area it answers for, for example 12.06. Empty: the whole region."),
            "active": _("Switched off, it gets nothing new; what it has and what it did stays."),
        }

    def details(self) -> AgencyDetails:
        """The cleaned form as the action wants it."""
        return AgencyDetails(**self.cleaned_data)

    def _post_clean(self) -> None:
        # As for UserForm: the action validates and writes.
        return
