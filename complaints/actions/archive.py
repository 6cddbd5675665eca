"""Archive: the complaint leaves the lists and the wall for good."""

from complaints.actions.step import step
from complaints.lifecycle import Act
from complaints.models import Complaint
from people.models import User


def archive(code: str, user: User, *, version: int | None = None) -> Complaint:
    """Put an ended complaint away. Raises as `step`."""
    with step(Act.ARCHIVE, code, user, version) as taken:
        taken.complaint.on_wall = False
    return taken.complaint
