"""The form that opens an incident."""

from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from complaints.models import Priority
from incidents.actions.open_incident import IncidentDraft
from incidents.models import IncidentKind
from incidents.proposal import Proposal
from kit.text import VisibleText


class IncidentForm(forms.Form):
    """An incident, as an operator writes it down. ``draft`` reads a valid form."""

    form_token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("What happens, in a few words"), max_length=140, validators=[VisibleText()])
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *IncidentKind.choices])
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.HIGH)
    landmark = forms.CharField(label=_("Place in words"), max_length=200, required=False, validators=[VisibleText()])
    # Read by the action, which names the mistakes that people and programs make in degrees.
    lon = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    complaint = forms.CharField(
        label=_("Complaints that tell of it"),
        max_length=1000,
        required=False,
        help_text=_("Tracking codes, with a space or a comma between them."),
    )
    unconfirmed = forms.BooleanField(
        label=_("Not confirmed yet"), required=False, help_text=_("Somebody tells of it, and nobody has seen it yet.")
    )

    def __init__(self, data: QueryDict | None = None, *, proposal: Proposal | None = None, complaint: str = "") -> None:
        initial: dict[str, Any] = {"form_token": uuid4(), "complaint": complaint}
        if proposal is not None:
            lon, lat = proposal.position or ("", "")
            initial |= {"title": proposal.title, "priority": proposal.priority, "landmark": proposal.place}
            initial |= {"lon": str(lon), "lat": str(lat)}
        super().__init__(data, initial=initial)

    @property
    def tracking_codes(self) -> list[str]:
        """The complaints that were named."""
        return split_codes(self.cleaned_data["complaint"])

    def draft(self) -> IncidentDraft:
        """What the form says; the form must be valid."""
        values = self.cleaned_data
        return IncidentDraft(
            title=values["title"],
            kind=values["kind"],
            priority=values["priority"],
            lon=values["lon"],
            lat=values["lat"],
            place=values["landmark"],
            confirmed=not values["unconfirmed"],
            form_token=cast(UUID | None, values["form_token"]),
        )

    def field_of(self, name: str | None) -> str | None:
        """The field at which an error of the action is shown; None: above the form."""
        known = {"place": "landmark", "lat": "lon"}.get(name or "", name)
        return known if known in self.fields else None


def split_codes(text: str) -> list[str]:
    """The tracking codes that somebody typed into one field."""
    return text.replace(",", " ").replace(";", " ").split()
