"""The form of a rule: whom it reaches, which zone, how grave, and the settings of its detector."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fleet import selectors
from fleet.actions.save_rule import RuleDetails
from fleet.detectors.settings import ABOUT_ZONES
from fleet.event_kinds import Severity
from fleet.models import DetectorRule, Vehicle, VehicleGroup
from fleet.pages.rule_fields import PREFIX, fields_of, initial_of, settings_of
from fleet.rule_kinds import RuleKind
from layers.models import Status, Zone
from people.models import Agency, User

REACHES = (
    ("everyone", _("every vehicle")),
    ("agency", _("an agency's vehicles")),
    ("group", _("a group of vehicles")),
    ("vehicle", _("one vehicle")),
)


class RuleForm(forms.Form):
    """Fields of its own, then one for each setting of the detector ``kind``."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    reach = forms.ChoiceField(label=_("For"), choices=REACHES)
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.filter(active=True), required=False)
    group = forms.ModelChoiceField(label=_("Vehicle group"), queryset=VehicleGroup.objects.all(), required=False)
    vehicle = forms.ModelChoiceField(label=_("Vehicle"), queryset=Vehicle.objects.none(), required=False)
    zone = forms.ModelChoiceField(
        label=_("Zone"), queryset=Zone.objects.none(), required=False, empty_label=_("every published zone")
    )
    severity = forms.TypedChoiceField(label=_("Severity"), choices=Severity.choices, coerce=int)
    enabled = forms.BooleanField(label=_("switched on"), required=False)

    def __init__(self, user: User, kind: RuleKind, rule: DetectorRule | None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(kind, rule))
        self.kind = kind
        self.fields["vehicle"].queryset = selectors.vehicles_for(user)  # type: ignore[attr-defined]
        zones = Zone.objects.filter(status=Status.PUBLISHED).order_by("name")
        self.fields["zone"].queryset = zones  # type: ignore[attr-defined]
        if kind is RuleKind.OVERSPEED:
            self.fields["zone"].empty_label = _("everywhere")  # type: ignore[attr-defined]
        if kind not in ABOUT_ZONES:
            del self.fields["zone"]
        self.fields |= fields_of(kind)

    def clean(self) -> dict[str, Any]:
        """The reach that was chosen needs its vehicle, group or agency; what else was chosen beside it is dropped."""
        data = super().clean() or {}
        reach = data.get("reach")
        for name in ("agency", "group", "vehicle"):
            if name != reach:
                data[name] = None
            elif data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Choose one."))
        return data

    def details(self) -> RuleDetails:
        """The valid form as the action wants it."""
        data = self.cleaned_data
        own = ("name", "severity", "enabled", "agency", "group", "vehicle")
        taken = {name: data[name] for name in own}
        return RuleDetails(kind=self.kind, settings=settings_of(data), zone=data.get("zone"), **taken)

    def setting_fields(self) -> list[forms.BoundField]:
        """The fields of the detector's settings."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]


def _initial(kind: RuleKind, rule: DetectorRule | None) -> dict[str, Any]:
    if rule is None:
        return {"reach": "everyone", "severity": Severity.WARNING, "enabled": True, **initial_of(kind, {})}
    reach = next((name for name in ("vehicle", "group", "agency") if getattr(rule, f"{name}_id")), "everyone")
    names = ("name", "agency", "group", "vehicle", "zone", "severity", "enabled")
    return {"reach": reach, **{name: getattr(rule, name) for name in names}, **initial_of(kind, rule.settings)}
