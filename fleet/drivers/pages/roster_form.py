"""The form of one duty."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fleet.drivers.actions.plan_duty import Duty
from fleet.models import Driver, Vehicle
from kit.forms import DayField
from people.access import Verb, which
from people.models import User


class DutyForm(forms.Form):
    """A duty in the region's time; an end at or before the start is the next day's."""

    vehicle = forms.ModelChoiceField(label=_("Vehicle"), queryset=Vehicle.objects.none())
    driver = forms.ModelChoiceField(label=_("Driver"), queryset=Driver.objects.none())
    day = DayField(label=_("Day"))
    start = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    end = forms.TimeField(label=_("Until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    text = forms.CharField(label=_("Duty"), max_length=200, required=False)

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(
            data, initial={"day": timezone.localdate() + timedelta(days=1), "start": "07:30", "end": "16:00"}
        )
        vehicles = which(user, Verb.DRIVER_EDIT, Vehicle.objects.filter(active=True))
        drivers = which(user, Verb.DRIVER_EDIT, Driver.objects.filter(active=True))
        self.fields["vehicle"].queryset = vehicles  # type: ignore[attr-defined]
        self.fields["driver"].queryset = drivers  # type: ignore[attr-defined]

    def duty(self) -> Duty:
        """The valid form as the action wants it."""
        data, zone = self.cleaned_data, timezone.get_current_timezone()
        last = data["day"] + timedelta(days=1) if data["end"] <= data["start"] else data["day"]
        start = datetime.combine(data["day"], data["start"], zone)
        return Duty(data["vehicle"], data["driver"], start, datetime.combine(last, data["end"], zone), data["text"])
