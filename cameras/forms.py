"""The form of a camera's entry."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cameras.drafts import CameraDraft, SourceDraft
from cameras.models import Camera, CameraKind, CameraPurpose, CameraSource
from people.models import Agency


class CameraForm(forms.Form):
    """What a person may say about a camera.

    The stored address of the picture is never filled in, since it may hold a secret; an empty field keeps it.
    """

    name = forms.CharField(label=_("Name"), max_length=160)
    code = forms.SlugField(label=_("Code"), max_length=60)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=CameraPurpose.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=CameraKind.choices)
    agency = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Agency.objects.filter(active=True),
        required=False,
        empty_label=_("the centre alone"),
    )
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    bearing_deg = forms.FloatField(label=_("Bearing"), min_value=0, max_value=360, required=False)
    fov_deg = forms.FloatField(label=_("Field of view"), min_value=5, max_value=360, initial=70)
    range_m = forms.FloatField(label=_("Range"), min_value=5, max_value=20_000, initial=120)
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    url = forms.CharField(label=_("Address of the picture"), max_length=600, required=False)
    username = forms.CharField(label=_("User"), max_length=120, required=False)
    password = forms.CharField(label=_("Password"), max_length=200, required=False, widget=forms.PasswordInput)
    remove_source = forms.BooleanField(label=_("No picture any more"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def draft(self) -> CameraDraft:
        """The camera that the valid form describes."""
        data = self.cleaned_data
        fields = ("code", "name", "place", "description", "lon", "lat", "bearing_deg", "fov_deg", "range_m")
        chosen = {name: data[name] for name in fields}
        return CameraDraft(**chosen, kind=data["kind"], purpose=data["purpose"], agency=data["agency"])

    def source(self, present: CameraSource | None) -> SourceDraft | None:
        """The picture's address if the form changes it, None if it stays as it is."""
        data = self.cleaned_data
        if data["remove_source"]:
            return SourceDraft("")
        if data["url"]:
            return SourceDraft(data["url"], data["username"], data["password"])
        if present is not None and (data["password"] or data["username"] != present.username):
            return SourceDraft(present.url, data["username"], data["password"])
        return None


def initial_of(camera: Camera, source: CameraSource | None) -> dict[str, Any]:
    """What the form shows of a camera; never the picture's address or its password."""
    return {
        "name": camera.name,
        "code": camera.code,
        "place": camera.place,
        "purpose": camera.purpose,
        "kind": camera.kind,
        "agency": camera.agency_id,
        "lat": round(camera.point.y, 6),
        "lon": round(camera.point.x, 6),
        "bearing_deg": _plain(camera.bearing_deg),
        "fov_deg": _plain(camera.fov_deg),
        "range_m": _plain(camera.range_m),
        "description": camera.description,
        "username": source.username if source is not None else "",
        "revision": camera.revision,
    }


def _plain(value: float | None) -> float | int | None:
    """A whole number without a decimal point."""
    return int(value) if value is not None and value.is_integer() else value
