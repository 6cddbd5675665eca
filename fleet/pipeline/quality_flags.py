"""Bits of a position's ``marks``: why it is stored but not believed.

A marked fix moves no marker and raises no alarm.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

INVALID: Final = 1
NULL_ISLAND: Final = 2
FUTURE: Final = 4
ANCIENT: Final = 8
POOR_ACCURACY: Final = 16
JUMP: Final = 32

MEANING: Final[dict[int, str | Promise]] = {
    INVALID: _("the device itself calls it invalid, or it lies outside the earth"),
    NULL_ISLAND: _("at latitude 0, longitude 0"),
    FUTURE: _("more than 25 hours ahead of its arrival"),
    ANCIENT: _("before the year 2000"),
    POOR_ACCURACY: _("accuracy worse than 500 m"),
    JUMP: _("further from the fix before it than anything drives"),
}


def names(marks: int) -> list[str]:
    """The marks that are set, for programs."""
    return [_NAMES[bit] for bit in _NAMES if marks & bit]


_NAMES: Final = {
    INVALID: "invalid",
    NULL_ISLAND: "null_island",
    FUTURE: "future",
    ANCIENT: "ancient",
    POOR_ACCURACY: "poor_accuracy",
    JUMP: "jump",
}
