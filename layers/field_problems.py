"""What pydantic found wrong in a planner's fields, told in the reader's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from pydantic import ValidationError

_LABELS: Final[dict[str, str | Promise]] = {
    "purpose": _lazy("Purpose"),
    "kind": _lazy("Kind"),
    "level": _lazy("Level"),
    "name": pgettext_lazy("zone field", "Name"),
    "name_en": _lazy("Name in English"),
    "description": _lazy("Description"),
    "color": _lazy("Own colour"),
    "fill_opacity": _lazy("Opacity"),
    "pattern": _lazy("Pattern"),
    "valid_from": _lazy("Valid from"),
    "valid_to": _lazy("Valid to"),
    "source": pgettext_lazy("zone field", "Source"),
    "licence": _lazy("Licence"),
    "geometry": _lazy("Outline"),
    "file_name": _lazy("File name"),
    "geojson": _lazy("GeoJSON file"),
    "level_field": _lazy("Level column"),
    "name_field": _lazy("Name column"),
    "buffer_m": _lazy("Radius for points"),
}

_REQUIRED: Final = _lazy('The field "%(field)s" must be filled in.')
_CHOICE: Final = _lazy('The field "%(field)s" holds a choice that does not exist.')
_NUMBER: Final = _lazy('The field "%(field)s" must be a number.')
_MOMENT: Final = _lazy('The field "%(field)s" must be a date and time.')
_WHOLE: Final = _lazy('The field "%(field)s" must be a whole number.')

_UNREADABLE: Final = _lazy('The field "%(field)s" holds a character that cannot be stored. Delete it and try again.')
_SENTENCES: Final[dict[str, str | Promise]] = {
    "date_out_of_range": _lazy('The field "%(field)s" must be a date in the years 1900 to 2200.'),
    "unstorable_text": _UNREADABLE,
    "string_unicode": _UNREADABLE,
    "blank_text": _REQUIRED,
    "missing": _REQUIRED,
    "string_too_short": _REQUIRED,
    "string_too_long": _lazy('The field "%(field)s" may have at most %(max_length)s characters.'),
    "string_type": _lazy('The field "%(field)s" must be text.'),
    "string_pattern_mismatch": _lazy('The field "%(field)s" is not written as it must be.'),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than_equal": _lazy('The field "%(field)s" must be at least %(ge)s.'),
    "less_than_equal": _lazy('The field "%(field)s" must be at most %(le)s.'),
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "extra_forbidden": _lazy('The field "%(field)s" is not known here.'),
}
"""By pydantic's error type; the placeholders besides ``field`` are those of its error context."""


def first_problem(error: ValidationError) -> tuple[str, str | None]:
    """A sentence about the first thing that is wrong, and the field's name (None when the whole is no object)."""
    problem = error.errors(include_url=False, include_input=False)[0]
    if not problem["loc"]:
        return _("The body must be a JSON object."), None
    field = str(problem["loc"][0])
    sentence = _SENTENCES.get(problem["type"]) or _('The field "%(field)s" cannot be used.')
    label = str(_LABELS.get(field, field[:60]))
    return str(sentence) % {**problem.get("ctx", {}), "field": label}, field
