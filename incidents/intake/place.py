"""Whether a report's place lies in the region that the centre watches."""

from django.utils.translation import gettext_lazy as _

from geo import gazetteer
from geo.models import Area
from incidents.intake.submission import Submission
from kit.errors import BadInput


def require_inside(submission: Submission) -> None:
    """Raises BadInput for a place that none of the areas holds; where no areas are loaded yet, every place will do."""
    if submission.lon is None or submission.lat is None or gazetteer.areas_at(submission.lon, submission.lat):
        return
    if Area.objects.exists():
        message = _("This place is outside the region. Place the mark again, or leave it out.")
        raise BadInput(message, field="lon")
