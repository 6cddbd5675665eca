"""The forms of a vehicle's entry and of a device that is registered by hand."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fleet.devices.actions.register_device import MAX_IDENTITY
from fleet.models import Vehicle, VehicleKind
from fleet.protocols.registry import PROTOCOLS
from fleet.protocols.streams import STREAMS
from fleet.vehicles.actions.create_vehicle import NewVehicle
from fleet.vehicles.actions.edit_vehicle import VehicleDetails, face_of
from people.models import Agency


class VehicleForm(forms.Form):
    """What a person may say about a vehicle. A new one is in use."""

    name = forms.CharField(label=_("Name"), max_length=80)
    plate = forms.CharField(label=_("Number plate"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=VehicleKind.choices)
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=_("the centre alone")
    )
    holder = forms.CharField(label=_("Holder"), max_length=120, required=False)
    fuel_l_per_100km = forms.FloatField(
        label=_("Fuel consumption (litres per 100 km)"), min_value=0.1, max_value=500, required=False
    )
    active = forms.BooleanField(label=_("In use"), required=False)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, vehicle: Vehicle | None = None) -> None:
        initial = {"kind": VehicleKind.CAR.value, "active": True}
        if vehicle is not None:
            names = ("name", "plate", "kind", "holder", "fuel_l_per_100km", "active")
            initial = {name: getattr(vehicle, name) for name in names} | {
                "agency": vehicle.agency_id,
                "seen": face_of(vehicle),
            }
        super().__init__(data, initial=initial)
        kept = vehicle.agency_id if vehicle is not None else None
        agencies = Agency.objects.filter(Q(active=True) | Q(pk=kept))
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        if vehicle is None:
            del self.fields["active"]

    def look_again(self, vehicle: Vehicle) -> None:
        """Keep what was typed, now beside what the register says of ``vehicle`` by now: the next save counts."""
        self.data = {**dict(self.data.items()), "seen": face_of(vehicle)}

    def new(self) -> NewVehicle:
        """The vehicle that the valid form describes."""
        data = self.cleaned_data
        names = ("name", "plate", "kind", "agency", "holder", "fuel_l_per_100km")
        return NewVehicle(**{name: data[name] for name in names})

    def details(self) -> VehicleDetails:
        """All that the valid form of a known vehicle says."""
        names = ("name", "plate", "kind", "agency", "active", "holder", "fuel_l_per_100km", "seen")
        return VehicleDetails(**{name: self.cleaned_data[name] for name in names})


class DeviceForm(forms.Form):
    """A device that is known by its identity before it has sent anything."""

    identity = forms.CharField(label=_("Identity"), max_length=MAX_IDENTITY)
    label = forms.CharField(label=_("Label"), max_length=80, required=False)
    protocol = forms.ChoiceField(
        label=_("Protocol"),
        choices=[("", "–"), *((name, name) for name in sorted({*PROTOCOLS, *STREAMS}))],
        required=False,
    )
