"""The form of a rule: whom it reaches, which zone, how grave, and the settings of its detector."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fleet.detectors.settings import ABOUT_ZONES
from fleet.models import DetectorRule, Vehicle, VehicleGroup
from fleet.rules.actions.save_rule import RuleDetails
from fleet.rules.kinds import RuleKind
from fleet.rules.pages.rule_fields import PREFIX, fields_of, initial_of, settings_of
from fleet.vehicles.selectors import vehicles_for
from kit.severity import Severity
from layers.models import Status, Zone
from people.models import Agency, User

REACHES = (
    ("", _("choose …")),
    ("everyone", _("every vehicle")),
    ("agency", _("an agency's vehicles")),
    ("group", _("a group of vehicles")),
    ("vehicle", _("one vehicle")),
)

EVERY_ZONE = "every"
_CROSSINGS = ("enter", "leave", "cross")


class RuleForm(forms.Form):
    """Fields of its own, then one for each setting of the detector ``kind``."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    reach = forms.ChoiceField(label=_("For"), choices=REACHES)
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.filter(active=True), required=False)
    group = forms.ModelChoiceField(label=_("Vehicle group"), queryset=VehicleGroup.objects.all(), required=False)
    vehicle = forms.ModelChoiceField(label=_("Vehicle"), queryset=Vehicle.objects.none(), required=False)
    zone = forms.ChoiceField(label=_("Zone"), choices=())
    severity = forms.TypedChoiceField(label=_("Severity"), choices=Severity.choices, coerce=int)
    enabled = forms.BooleanField(label=_("switched on"), required=False)

    def __init__(self, user: User, kind: RuleKind, rule: DetectorRule | None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(kind, rule))
        self.kind = kind
        self.fields["vehicle"].queryset = vehicles_for(user)  # type: ignore[attr-defined]
        if kind in ABOUT_ZONES:
            self.fields["zone"].choices = _zone_choices(kind, rule)  # type: ignore[attr-defined]
        else:
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
        if self.kind is RuleKind.GEOFENCE and not any(data.get(f"{PREFIX}{name}") for name in _CROSSINGS):
            self.add_error(f"{PREFIX}{_CROSSINGS[0]}", _("Choose at least one of entering, leaving and crossing."))
        return data

    def details(self) -> RuleDetails:
        """The valid form as the action wants it."""
        data = self.cleaned_data
        own = ("name", "severity", "enabled", "agency", "group", "vehicle")
        taken = {name: data[name] for name in own}
        chosen = data.get("zone", EVERY_ZONE)
        zone = None if chosen == EVERY_ZONE else Zone.objects.get(pk=int(chosen))
        return RuleDetails(kind=self.kind, settings=settings_of(data), zone=zone, **taken)

    def setting_fields(self) -> list[forms.BoundField]:
        """The fields of the detector's settings."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]


def _zone_choices(kind: RuleKind, rule: DetectorRule | None) -> list[tuple[str, str]]:
    """Every published zone by its name, and the one that the rule is about though it is not public any more."""
    everywhere = _("everywhere") if kind is RuleKind.OVERSPEED else _("every published zone")
    shown = Q(status=Status.PUBLISHED) | Q(pk=rule.zone_id if rule is not None else None)
    zones = [(str(zone.pk), str(zone)) for zone in Zone.objects.filter(shown).order_by("name")]
    return [("", str(_("choose …"))), (EVERY_ZONE, str(everywhere)), *zones]


def _initial(kind: RuleKind, rule: DetectorRule | None) -> dict[str, Any]:
    """Whom a new rule reaches, which zone and which crossings are for its author to choose: there is no default."""
    if rule is None:
        initial = {"severity": Severity.WARNING, "enabled": True, **initial_of(kind, {})}
        return initial | ({f"{PREFIX}{name}": False for name in _CROSSINGS} if kind is RuleKind.GEOFENCE else {})
    reach = next((name for name in ("vehicle", "group", "agency") if getattr(rule, f"{name}_id")), "everyone")
    names = ("name", "agency", "group", "vehicle", "severity", "enabled")
    zone = EVERY_ZONE if rule.zone_id is None else str(rule.zone_id)
    own = {name: getattr(rule, name) for name in names}
    return {"reach": reach, "zone": zone, **own, **initial_of(kind, rule.settings)}
