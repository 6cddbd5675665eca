"""Archive: the report leaves the lists and the wall for good."""

from incidents.actions.step import step
from incidents.lifecycle import Act
from incidents.models import Report
from people.models import User


def archive(code: str, user: User, *, version: int | None = None) -> Report:
    """Put an ended report away. Raises as `step`."""
    with step(Act.ARCHIVE, code, user, version) as taken:
        taken.report.on_wall = False
    return taken.report
