"""Whether a surge is declared."""

from django.utils import timezone

from complaints.models import SurgeMode


def active_surge() -> SurgeMode | None:
    """The surge mode that holds now, if one does."""
    current = SurgeMode.objects.filter(ended_at__isnull=True, until__gt=timezone.now())
    return current.select_related("started_by").first()
