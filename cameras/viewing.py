"""Who looked at which camera: looking is an act that leaves a trace."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from cameras.models import Camera
from people import audit
from people.models import AuditEntry, User

ACTION = "camera.viewed"
ONE_VIEWING = timedelta(minutes=10)


def record_viewing(user: User, camera: Camera, request: HttpRequest) -> None:
    """Write one entry a person, camera and ten minutes: a wall that refreshes its picture is one viewing, not hundreds.

    Uses the trail's index on the object.
    """
    recent = AuditEntry.objects.filter(
        object_type=camera._meta.label_lower,
        object_id=str(camera.pk),
        action=ACTION,
        actor=user,
        at__gte=timezone.now() - ONE_VIEWING,
    )
    if not recent.exists():
        audit.record(user, ACTION, camera, request=request)
