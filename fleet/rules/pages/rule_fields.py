"""Form fields for the settings of a detector, made from their types and limits."""

import types
from collections.abc import Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from fleet.detectors.hours import WeeklyHours
from fleet.detectors.settings import SETTINGS, RuleSettings
from fleet.rules.kinds import RuleKind
from fleet.rules.labels import choice_of, label_of
from fleet.rules.pages.weekly_hours import WeekField

PREFIX: Final = "set_"
"""Before the name of a setting in the form, so that none is taken for a field of the rule itself."""


class NumbersField(forms.CharField):
    """Whole numbers with commas between them; cleans to a list."""

    def prepare_value(self, value: Any) -> Any:
        """``(30, 7)`` as ``30, 7``."""
        return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for what is no number."""
        parts = [part.strip() for part in str(super().clean(value)).split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
            raise ValidationError(_("Write whole numbers with commas between them."))
        return [int(part) for part in parts]


def fields_of(kind: RuleKind) -> dict[str, forms.Field]:
    """A field for each setting of the detector, by ``PREFIX`` and its name."""
    settings = SETTINGS[kind]
    return {f"{PREFIX}{name}": _field(kind, name, info) for name, info in settings.model_fields.items()}


def initial_of(kind: RuleKind, stored: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show: the stored settings, or the defaults where they do not fit any more."""
    try:
        settings = SETTINGS[kind].model_validate(stored)
    except ValueError:
        settings = SETTINGS[kind]()
    return {f"{PREFIX}{name}": getattr(settings, name) for name in type(settings).model_fields}


def settings_of(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The settings in a cleaned form."""
    return {name.removeprefix(PREFIX): value for name, value in cleaned.items() if name.startswith(PREFIX)}


def summary(kind: RuleKind, stored: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The settings that differ from the defaults, with their labels."""
    try:
        settings: RuleSettings = SETTINGS[kind].model_validate(stored)
    except ValueError:
        return []
    plain = SETTINGS[kind]()
    names = [name for name in type(settings).model_fields if getattr(settings, name) != getattr(plain, name)]
    return [(label_of(kind, name), getattr(settings, name)) for name in names]


def _field(kind: RuleKind, name: str, info: FieldInfo) -> forms.Field:
    label, asked = label_of(kind, name), _plain(info.annotation)
    if asked is bool:
        return forms.BooleanField(label=label, required=False)
    if asked is WeeklyHours:
        return WeekField(label=label)
    if get_origin(asked) is Literal:
        return forms.ChoiceField(label=label, choices=[(value, choice_of(value)) for value in get_args(asked)])
    if get_origin(asked) is tuple:
        return NumbersField(label=label, max_length=200)
    low, high = _limits(info.metadata)
    number = forms.IntegerField if asked is int else forms.FloatField
    return number(label=label, min_value=low, max_value=high)


def _plain(annotation: Any) -> Any:
    """The type without ``| None`` around it."""
    if get_origin(annotation) in {Union, types.UnionType}:
        (annotation,) = [one for one in get_args(annotation) if one is not type(None)]
    return annotation


def _limits(metadata: list[Any]) -> tuple[Any, Any]:
    low = next((one.ge if isinstance(one, Ge) else one.gt for one in metadata if isinstance(one, Ge | Gt)), None)
    high = next((one.le if isinstance(one, Le) else one.lt for one in metadata if isinstance(one, Le | Lt)), None)
    return low, high
