"""Form fields for dates and times; the plain ones of Django take the years 1 and 9999, which no code can count with."""

from typing import Any

from django import forms

from kit.dates import FIRST_DAY, LAST_DAY, check_supported


class DayField(forms.DateField):
    """A day from 1900 to 2200, entered with the browser's own control."""

    def __init__(self, **options: Any) -> None:
        attributes = {"type": "date", "min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs=attributes))
        super().__init__(**options)
        self.validators.append(check_supported)


class MomentField(forms.DateTimeField):
    """A date and time from 1900 to 2200, in the current time zone unless it names an offset."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(check_supported)

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError also where the time zone would lead outside what Python can count."""
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
