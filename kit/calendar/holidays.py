"""National holidays and joint leave (cuti bersama) of Indonesia, from the ``holidays`` library.

Dates that follow the moon are estimates until the joint ministerial decree of their year; joint leave exists only in
that decree. A year without one therefore holds too few days off, and a deadline counted through it may move later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from holidays.constants import GOVERNMENT, PUBLIC
from holidays.countries.indonesia import Indonesia

_ESTIMATE: Final = " (perkiraan)"
_JOINT_LEAVE: Final = "Cuti Bersama "


@dataclass(frozen=True)
class Holiday:
    """A day on which offices are closed. ``estimated``: its date may still be moved by decree."""

    day: date
    name: str
    estimated: bool = False
    joint_leave: bool = False


def holiday_on(day: date) -> Holiday | None:
    """The holiday or joint leave on ``day``, if there is one."""
    return _of_year(day.year).get(day)


def holidays_between(first: date, last: date) -> Iterator[Holiday]:
    """The holidays from ``first`` to ``last``, both included, in order."""
    for year in range(first.year, last.year + 1):
        yield from (holiday for day, holiday in sorted(_of_year(year).items()) if first <= day <= last)


@cache
def is_decreed(year: int) -> bool:
    """Whether the joint leave of ``year`` is known."""
    return bool(Indonesia(years=year, categories=(GOVERNMENT,)))


@cache
def _of_year(year: int) -> dict[date, Holiday]:
    public = Indonesia(years=year, categories=(PUBLIC,), language="id")
    both = Indonesia(years=year, categories=(PUBLIC, GOVERNMENT), language="id")
    estimated = {name.removesuffix(_ESTIMATE) for name in public.values() if name.endswith(_ESTIMATE)}
    return {
        day: Holiday(
            day,
            name.removesuffix(_ESTIMATE),
            # The leave beside a feast moves with the feast.
            estimated=name.endswith(_ESTIMATE) or name.removeprefix(_JOINT_LEAVE) in estimated,
            joint_leave=day not in public,
        )
        for day, name in both.items()
    }
