"""The form that asks for a report, once or again and again."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fleet.models import Vehicle, VehicleGroup
from fleet.reports import schedules
from fleet.reports.kinds import MOST_DAYS, ReportKind, formats_of
from fleet.reports.pages.choice import Choice
from fleet.reports.scope import Scope, agencies_for, groups_for, vehicles_in
from kit.forms import DayField
from people.access import Verb, which
from people.models import Agency, User
from reports import period as periods
from reports.choices import Every, RelativePeriod, ReportFormat
from reports.errors import BadReport

CUSTOM: Final = "custom"
ABOUT: Final = {
    ReportKind.SUMMARY: _("One row a vehicle: trips, distance, times, speeds"),
    ReportKind.TRIPS: _("Every drive: from where to where, how long, how far"),
    ReportKind.STOPS: _("Where vehicles stood, and how long"),
    ReportKind.ROUTE: _("Every position; also as GPX and KML"),
    ReportKind.EVENTS: _("Everything that was noticed, with its place"),
    ReportKind.VISITS: _("When zones were entered and left"),
    ReportKind.UTILISATION: _("Days and hours in use, standing, without data"),
    ReportKind.OUT_OF_DUTY: _("Drives outside duty hours, at weekends, out of the area"),
    ReportKind.DRIVER_HOURS: _("Driving and rest by day (KP.2081/2019)"),
    ReportKind.FUEL: _("Litres, from the distance and each vehicle's consumption"),
}


class ReportForm(forms.Form):
    """``user`` bounds what can be chosen. ``scheduling``: the part about when it is due must be right, too."""

    kind = forms.ChoiceField(label=_("Report"), choices=ReportKind.choices, widget=forms.RadioSelect)
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, empty_label=_("All agencies")
    )
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=VehicleGroup.objects.none(), required=False, empty_label=_("Any group")
    )
    vehicle = forms.ModelMultipleChoiceField(
        label=_("Vehicles"), queryset=Vehicle.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    period = forms.ChoiceField(
        label=_("Period"), choices=[*RelativePeriod.choices, (CUSTOM, _("from … to …"))], widget=forms.RadioSelect
    )
    first = DayField(label=_("First day"), required=False)
    last = DayField(label=_("Last day"), required=False)
    format = forms.ChoiceField(label=_("Show or save as"), choices=ReportFormat.choices)
    every = forms.ChoiceField(label=_("How often"), choices=Every.choices, required=False)
    hour = forms.TypedChoiceField(
        label=_("At"), choices=[(n, f"{n:02d}:00") for n in range(24)], coerce=int, required=False, empty_value="6"
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), choices=list(WEEKDAYS.items()), coerce=int, required=False, empty_value="0"
    )
    day = forms.IntegerField(label=_("Day of the month"), min_value=1, max_value=28, required=False)
    recipients = forms.ModelMultipleChoiceField(
        label=_("Recipients"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, user: User, data: Any = None, *, initial: Any = None, scheduling: bool = False) -> None:
        start: dict[str, Any] = {
            "kind": ReportKind.SUMMARY,
            "period": RelativePeriod.LAST_WEEK,
            "format": ReportFormat.SCREEN,
        }
        start |= {"every": Every.WEEK, "hour": 6, "weekday": 0, "day": 1, "recipients": [user.pk]}
        super().__init__(data, initial=start | (initial or {}))
        self.user, self.scheduling = user, scheduling
        fields: Any = self.fields
        agencies = [agency.pk for agency in agencies_for(user)]
        fields["agency"].queryset = Agency.objects.filter(pk__in=agencies)
        fields["agency"].label_from_instance = lambda agency: agency.local_name
        fields["group"].queryset = groups_for(user)
        fields["vehicle"].queryset = which(user, Verb.FLEET_REPORT, Vehicle.objects.select_related("agency"))
        fields["recipients"].queryset = schedules.recipients_for(user)
        today = timezone.localdate().isoformat()
        for name in ("first", "last"):
            fields[name].widget.attrs["max"] = today
        for name in ("agency", "group", "vehicle", "recipients"):
            for error in ("invalid_choice", "invalid_pk_value"):
                fields[name].error_messages[error] = _("This choice does not exist, or is not yours to see.")

    def clean(self) -> dict[str, Any]:
        """What belongs together; errors stand at the field to change."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        kind, form = ReportKind(data["kind"]), ReportFormat(data["format"])
        if form not in formats_of(kind):
            text = _now("%(report)s cannot be had as %(format)s. GPX and KML exist for routes and stops.")
            self.add_error("format", text % {"report": kind.label, "format": form.label})
        try:
            data["days"] = self._period(kind, data)
            scope = self.scope()
            data["vehicles"] = vehicles_in(self.user, scope)
        except BadReport as error:
            field = "vehicle" if error.field == "vehicles" else error.field
            self.add_error(field if field in self.fields else None, str(error))
        if self.scheduling and data["period"] == CUSTOM:
            self.add_error("period", _now("A scheduled report needs a period that moves on, such as last week."))
        if self.scheduling and not data["recipients"]:
            self.add_error("recipients", _now("Choose at least one recipient."))
        return data

    def _period(self, kind: ReportKind, data: dict[str, Any]) -> periods.Period:
        today = timezone.localdate()
        if data["period"] != CUSTOM:
            found = periods.relative(RelativePeriod(data["period"]), today)
            return periods.checked(MOST_DAYS[kind], found.first, found.last, today)
        if data["first"] is None:
            raise BadReport(_now("Say with which day it begins."), field="first")
        if data["last"] is None:
            raise BadReport(_now("Say with which day it ends."), field="last")
        return periods.checked(MOST_DAYS[kind], data["first"], data["last"], today)

    def scope(self) -> Scope:
        """Which vehicles the form chooses."""
        data = self.cleaned_data
        agency, group = data.get("agency"), data.get("group")
        return Scope(
            agency=agency.pk if agency is not None else None,
            group=group.pk if group is not None else None,
            vehicles=[vehicle.pk for vehicle in data.get("vehicle") or []],
        )

    def choice(self) -> Choice:
        """The report that the valid form describes."""
        data = self.cleaned_data
        return Choice(
            ReportKind(data["kind"]), ReportFormat(data["format"]), self.scope(), data["days"], data["vehicles"]
        )

    def when(self) -> dict[str, Any]:
        """When the scheduled report is due, as ``schedules.add`` takes it."""
        data = self.cleaned_data
        return {
            "period": data["period"],
            "every": data["every"] or Every.WEEK,
            "hour": data["hour"],
            "weekday": data["weekday"],
            "day": data["day"] or 1,
        }

    def kinds(self) -> list[dict[str, Any]]:
        """The kinds with a line about each, and whether it is the chosen one."""
        now = self["kind"].value()
        return [
            {"value": kind.value, "label": kind.label, "about": ABOUT[kind], "chosen": str(now) == kind.value}
            for kind in ReportKind
        ]
