"""Spans of time in constraints."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import Func


class TsTzRange(Func):
    """``tstzrange(from, to)``: from the first moment until before the second, without end where that is null."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()
