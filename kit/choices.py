"""Columns with choices, held by the database as well as by forms."""

from django.db.models import Choices, Q


def is_known(column: str, choices: type[Choices], *, blank: bool = False) -> Q:
    """The condition of a CheckConstraint: ``column`` holds one of ``choices``, or nothing where it may be ``blank``."""
    values = [*choices.values, ""] if blank else choices.values
    return Q(**{f"{column}__in": values})
