"""Working days: weekends, national holidays and joint leave of Indonesia."""

from kit.calendar.holidays import Holiday, holidays_between, is_decreed
from kit.calendar.working_days import add_working_days, end_of_working_day, is_working_day, rests_on_estimate

__all__ = [
    "Holiday",
    "add_working_days",
    "end_of_working_day",
    "holidays_between",
    "is_decreed",
    "is_working_day",
    "rests_on_estimate",
]
