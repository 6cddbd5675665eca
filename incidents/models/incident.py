"""An incident: what the centre answers to by sending units, from one complaint, from several, or from none."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.models import Priority
from incidents.models.state import State
from kit.choices import is_known
from kit.dates import finite


class IncidentKind(models.TextChoices):
    """What happens; the hazards are those of the published zones."""

    ACCIDENT = "accident", _("traffic accident")
    FIRE = "fire", _("fire")
    MEDICAL = "medical", _("medical emergency")
    PUBLIC_ORDER = "public_order", _("public order")
    INFRASTRUCTURE = "infrastructure", _("road or utility failure")
    LANDSLIDE = "landslide", _("landslide")
    FLOOD = "flood", _("flood")
    FOREST_FIRE = "forest_fire", _("forest fire")
    WHIRLWIND = "whirlwind", _("whirlwind")
    EARTHQUAKE = "earthquake", _("earthquake")
    VOLCANO = "volcano", _("volcano")
    OTHER = "other", _("other incident")


class Incident(models.Model):
    """The incident itself. ``version`` grows with every change but a note; a step that names an older one is refused.

    ``code`` is what people say, the year and a number of that year: 2026-0042. ``opened_by`` is None where a programme
    opened it. ``closed_at`` and ``closing_note`` are of the last closing; an incident that was reopened has neither.
    """

    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(_("title"), max_length=140)
    kind = models.CharField(_("kind"), max_length=16, choices=IncidentKind.choices)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority.choices, default=Priority.HIGH)
    point = models.PointField(srid=4326, null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"], name="incident_state")]
        constraints = [
            models.CheckConstraint(name="incident_kind_is_known", condition=is_known("kind", IncidentKind)),
            models.CheckConstraint(name="incident_priority_is_known", condition=is_known("priority", Priority)),
            models.CheckConstraint(name="incident_state_is_known", condition=is_known("state", State)),
            models.CheckConstraint(name="incident_opened_finite", condition=finite("opened_at", "updated_at")),
            models.CheckConstraint(
                name="incident_closed_finite", condition=Q(closed_at__isnull=True) | finite("closed_at")
            ),
            models.CheckConstraint(
                name="incident_closed_has_note",
                condition=~Q(state="closed") | (Q(closed_at__isnull=False) & ~Q(closing_note="")),
            ),
        ]

    @staticmethod
    def access_of_agency(agency_id: int) -> Q:
        """The incidents that an agency sees: those of its complaints, and of its vehicles now or before."""
        with_complaint = Incident.objects.filter(complaint_links__complaint__agency=agency_id)
        with_vehicle = Incident.objects.filter(assignments__vehicle__agency=agency_id)
        return Q(pk__in=with_complaint.values("pk")) | Q(pk__in=with_vehicle.values("pk"))

    def __str__(self) -> str:
        return self.code
