"""A citizen's complaint."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models.category import ComplaintClass
from complaints.models.status import Status
from kit.choices import is_known
from kit.dates import in_range, moments_in_range


def _dates_in_range() -> Q:
    """One row with a date outside the supported years would take every list and the live connection down."""
    moments = ("created_at", "updated_at", "forwarded_at", "due_at", "ended_at", "confirmed_at")
    condition = in_range("postponed_until")
    for name in moments:
        condition &= moments_in_range(name)
    return condition


class Priority(models.TextChoices):
    """How soon someone must look."""

    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")
    EMERGENCY = "emergency", _("emergency")


class Channel(models.TextChoices):
    """The way by which a complaint came in."""

    PORTAL = "portal", _("portal")
    API = "api", _("programme")
    PHONE = "phone", _("telephone")
    COUNTER = "counter", _("counter")
    LETTER = "letter", _("letter")
    IMPORT = "import", _("import")


class Complaint(models.Model):
    """The case itself. Who reported it is in `Reporter`, a table of its own, so that it is never loaded by accident.

    ``version`` grows with every step; a step that names an older version is refused. ``on_wall`` says whether live
    viewers have it: from receipt until a day after its end, when `actions.leave_wall` takes it off.
    """

    tracking_code = models.CharField(max_length=11, unique=True)
    complaint_class = models.CharField(max_length=12, choices=ComplaintClass.choices)
    category = models.ForeignKey("complaints.Category", models.PROTECT, related_name="complaints")
    title = models.CharField(_("title"), max_length=140)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    point = models.PointField(srid=4326, null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    landmark = models.CharField(_("where exactly"), max_length=200, blank=True)
    area = models.ForeignKey("geo.Area", models.SET_NULL, null=True, blank=True, related_name="+")

    status = models.CharField(max_length=12, choices=Status.choices, default=Status.RECEIVED)
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    agency = models.ForeignKey("people.Agency", models.PROTECT, null=True, blank=True, related_name="complaints")
    assignee = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    instruction = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    channel = models.CharField(max_length=10, choices=Channel.choices)
    confidential = models.BooleanField(default=False)
    has_photo = models.BooleanField(default=False)
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    external_source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=80, blank=True)

    version = models.PositiveIntegerField(default=1)
    returned_count = models.PositiveSmallIntegerField(default=0)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    postponed_until = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    on_wall = models.BooleanField(default=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["status", "-id"]),
            models.Index(fields=["agency", "status", "-id"]),
            models.Index(fields=["created_at"]),
            models.Index(fields=["due_at"], name="complaint_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["id"], name="complaint_on_wall", condition=Q(on_wall=True)),
            models.Index(fields=["ended_at"], name="complaint_closed", condition=Q(status=Status.CLOSED)),
            models.Index(fields=["id"], name="complaint_open", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["assignee", "status"], name="complaint_assignee", condition=Q(assignee__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="imported_once", condition=~Q(external_id="")
            ),
            models.CheckConstraint(name="complaint_dates_in_range", condition=_dates_in_range()),
            models.CheckConstraint(
                name="merged_names_the_other", condition=~Q(status="merged") | Q(merged_into__isnull=False)
            ),
            models.CheckConstraint(
                name="complaint_class_is_known", condition=is_known("complaint_class", ComplaintClass)
            ),
            models.CheckConstraint(name="complaint_status_is_known", condition=is_known("status", Status)),
            models.CheckConstraint(name="complaint_priority_is_known", condition=is_known("priority", Priority)),
            models.CheckConstraint(name="complaint_channel_is_known", condition=is_known("channel", Channel)),
        ]

    def __str__(self) -> str:
        return self.tracking_code
