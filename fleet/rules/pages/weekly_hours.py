"""Hours of the week in a form: one field a day, such as ``07:30-12:00, 13:00-16:00``."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from pydantic import ValidationError as HoursError

from fleet.detectors.hours import DAY_MINUTES, WeeklyHours

_SPAN: Final = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")

Spans = list[list[tuple[int, int]]]


class WeekWidget(forms.MultiWidget):
    """Seven text fields, Monday first."""

    template_name = "fleet/parts/week_widget.html"

    def __init__(self) -> None:
        day = {"placeholder": "07:30-16:00", "autocomplete": "off", "spellcheck": "false"}
        super().__init__([forms.TextInput(attrs=day) for _number in range(7)])

    def decompress(self, value: Any) -> list[str]:
        """The spans of each day as text."""
        return as_texts(value) if isinstance(value, WeeklyHours) else [""] * 7

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each field with the name of its day."""
        context = super().get_context(name, value, attrs)
        context["days"] = [(WEEKDAYS[day], part) for day, part in enumerate(context["widget"]["subwidgets"])]
        return context


class WeekField(forms.MultiValueField):
    """Cleans to what WeeklyHours is made of: ``{"days": [[[start, end], ...], ...]}`` in minutes."""

    widget = WeekWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False, max_length=200) for _number in range(7)]
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> dict[str, Any]:
        """Raises ValidationError naming the day that cannot be read."""
        days = as_spans(data_list or [""] * 7)
        try:
            WeeklyHours.model_validate({"days": days})
        except HoursError as error:
            raise ValidationError(_("Hours of one day must not overlap.")) from error
        return {"days": days}


def as_texts(hours: WeeklyHours) -> list[str]:
    """Each day's spans as people write them."""
    return [", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans) for spans in hours.days]


def in_words(hours: WeeklyHours) -> str:
    """The whole week in one line, neighbouring days with the same hours together."""
    texts = as_texts(hours)
    parts = []
    for text, group in groupby(range(7), key=texts.__getitem__):
        days = [str(WEEKDAYS[day]) for day in group]
        name = days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}"
        parts.append(f"{name} {text}" if text else f"{name}: –")
    return "; ".join(parts)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def as_spans(texts: Sequence[str]) -> Spans:
    """The spans of seven texts, in order; one over midnight goes on the next day. Raises ValidationError."""
    days: Spans = [[] for _number in range(7)]
    for day, text in enumerate(texts):
        for part in filter(None, (one.strip() for one in re.split(r"[,;]", text))):
            start, end = _span(part, day)
            if start < end:
                days[day].append((start, end))
                continue
            days[day].append((start, DAY_MINUTES))
            if end > 0:
                days[(day + 1) % 7].append((0, end))
    return [sorted(spans) for spans in days]


def _span(text: str, day: int) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    minutes = (0, 0)
    if found is not None:
        numbers = [int(part) for part in found.groups()]
        minutes = (numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3])
    if (
        found is None
        or max(minutes) > DAY_MINUTES
        or int(found[2]) > 59
        or int(found[4]) > 59
        or minutes[0] == minutes[1]
    ):
        words = {"day": WEEKDAYS[day], "text": text}
        raise ValidationError(_("%(day)s: “%(text)s” cannot be read; write 07:30-16:00.") % words)
    return minutes
