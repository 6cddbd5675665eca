"""What pydantic found wrong with a parameter or a setting, in the reader's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from pydantic import ValidationError

_CHOICE: Final = _lazy("must be one of these: %(expected)s")
_DATE: Final = _lazy("must be a date, such as 2026-11-22")
_TIME: Final = _lazy("must be a date and time with its zone, such as 2026-03-01T08:00:00Z")
_WHOLE: Final = _lazy("must be a whole number")
_NUMBER: Final = _lazy("must be a number")

_SENTENCES: Final[dict[str, str | Promise]] = {
    "missing": _lazy("must be given"),
    "extra_forbidden": _lazy("is not known here"),
    "string_too_long": _lazy("may have at most %(max_length)s characters"),
    "string_too_short": _lazy("must not be empty"),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _lazy("must be true or false"),
    "bool_parsing": _lazy("must be true or false"),
    "greater_than": _lazy("must be more than %(gt)s"),
    "greater_than_equal": _lazy("must be at least %(ge)s"),
    "less_than": _lazy("must be less than %(lt)s"),
    "less_than_equal": _lazy("must be at most %(le)s"),
    "too_long": _lazy("may hold at most %(max_length)s entries"),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "timezone_aware": _TIME,
}
"""By pydantic's error type; the placeholders are those of its error context."""


def first_problem(error: ValidationError) -> tuple[str, str | None]:
    """What is wrong with the first one that is, and its name (None: they do not fit together)."""
    found = error.errors(include_url=False, include_input=False)[0]
    field = str(found["loc"][0])[:60] if found["loc"] else None
    context = dict(found.get("ctx", {}))
    if found["type"] == "value_error":
        return str(context["error"]), field
    if "expected" in context:
        context["expected"] = _choices(str(context["expected"]))
    return str(_SENTENCES.get(found["type"]) or _("cannot be used")) % context, field


def _choices(expected: str) -> str:
    """Pydantic's list of what may stand there, with its last two words joined in the reader's language."""
    *others, last = expected.rsplit(" or ", 1)
    return _("%(others)s or %(last)s") % {"others": others[0], "last": last} if others else last


def named_problem(error: ValidationError) -> tuple[str, str | None]:
    """As ``first_problem``, with the name before it: ``page: must be a whole number``."""
    sentence, field = first_problem(error)
    return (f"{field}: {sentence}" if field else sentence), field
