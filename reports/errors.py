"""What can be wrong with a report that somebody asks for."""

from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput, Conflict, NotFound


class BadReport(BadInput):
    """The choice makes no report; ``field`` names what to change."""

    code = "bad_report"


class TooMuch(BadInput):
    """More rows than a file can be read with."""

    code = "report_too_long"
    message = _("This report would have too many rows. Choose fewer vehicles or a shorter period.")


class UnknownRun(NotFound):
    """No such report, or not for this user."""

    code = "unknown_report"
    message = _("There is no such report. Old ones are removed.")


class UnknownSchedule(NotFound):
    """No such schedule, or not for this user."""

    code = "unknown_schedule"
    message = _("There is no such scheduled report.")


class Withheld(Conflict):
    """The file tells of vehicles that its owner may not see any more."""

    code = "report_withheld"
    status = 403
    message = _("This report tells of vehicles that you may not see any more. Make it again.")


class NotReady(Conflict):
    """No file yet, or no more."""

    code = "report_not_ready"
    message = _("This report has no file: it is not ready, or it was removed.")


class Stopped(Exception):
    """The run was cancelled, or another worker has taken it over; nothing more is to be written."""
