"""Model fields that no stored value can break."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import models

from kit.dates import FIRST_MOMENT, LAST_MOMENT, check_supported

_READABLE: Final = "CASE WHEN {0} BETWEEN '{1}' AND '{2}' THEN {0} END"


class SupportedDateTimeField(models.DateTimeField):  # type: ignore[type-arg]
    """A date and time from 1900 to 2200.

    What lies outside, which a constraint (`kit.dates.moments_in_range`) keeps out of the table, is read as None: the
    driver cannot turn every timestamp of PostgreSQL into a datetime, and one such row would make the reading of all
    rows raise. A query that must not take such a row for one without a date filters by `moments_in_range`.
    """

    default_validators = [check_supported]

    def select_format(self, compiler: Any, sql: str, params: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
        """The column as the SELECT list holds it."""
        wrapped = _READABLE.format(sql, FIRST_MOMENT.isoformat(), LAST_MOMENT.isoformat())
        return wrapped, (*params, *params)
