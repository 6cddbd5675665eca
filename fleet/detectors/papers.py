"""Papers that are about to run out."""

from datetime import date

from fleet.detectors.settings import Papers


def notice_due(expires_on: date, today: date, settings: Papers) -> int | None:
    """The notice that is due today, as its number of days before; None: none yet, or the paper has run out long ago.

    Of several that were missed, only the latest is said.
    """
    left = (expires_on - today).days
    due = [days for days in settings.days_before if left <= days]
    return min(due) if due and left >= -1 else None
