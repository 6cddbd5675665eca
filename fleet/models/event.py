"""Something that happened to a vehicle, as a detector saw it."""

from typing import Final

from django.contrib.gis.db import models
from django.db.models import Func
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from fleet.events.kinds import EventKind
from kit.dates import finite
from kit.severity import Severity

MAX_NOTE: Final = 200


def _json_type(column: str, kind: str) -> Exact:
    return Exact(Func(models.F(column), function="jsonb_typeof", output_field=models.TextField()), models.Value(kind))


class VehicleEvent(models.Model):
    """Written in the transaction of the positions that caused it, by the gateway's COPY or by the worker.

    ``time`` is the fix time of the moment it became true, ``since`` that of its beginning (a minute of speeding before
    the alarm). ``causes`` are the keys of the positions: a list of ``[fix time in microseconds since 1970, content]``.
    ``detail`` holds what ``events.labels`` puts into words. ``live``: it came on time, so that walls were told; what
    a buffered upload tells later is kept, and raises no alarm. Device, kind, subject and time make it one row, whoever
    raises it again; ``subject`` is the zone or rule it is about, a number of both for
    a stay, 0 for none.

    ``shown``: walls show it if it is live and at least a warning, until somebody acknowledges it, or the worker finds
    that it is too old to ask anybody. The gateway writes rows as SQL and leaves these columns to the database.
    """

    ACCESS_AGENCY_PATH = "agency"

    kind = models.CharField(_("event"), max_length=24, choices=EventKind.choices)
    severity = models.SmallIntegerField(_("severity"), choices=Severity.choices, default=Severity.NOTE)
    device = models.ForeignKey("fleet.Device", models.CASCADE, null=True, db_index=False, related_name="events")
    vehicle = models.ForeignKey("fleet.Vehicle", models.PROTECT, null=True, related_name="events", db_index=False)
    agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, related_name="vehicle_events", db_index=False
    )
    zone = models.ForeignKey("layers.Zone", models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.BigIntegerField(default=0)
    time = models.DateTimeField(_("time"))
    since = models.DateTimeField(_("since"))
    raised_at = models.DateTimeField(_("noticed"))
    live = models.BooleanField(default=True)
    point = models.PointField(srid=4326, null=True, spatial_index=False)
    detail = models.JSONField(default=dict)
    causes = models.JSONField(default=list)
    shown = models.BooleanField(default=True, db_default=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    acknowledged_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    acknowledge_note = models.CharField(max_length=MAX_NOTE, blank=True, default="", db_default="")

    class Meta:
        ordering = ["-time", "-id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["device", "kind", "subject", "time"], name="one_row_an_event"),
            # Every page that shows events reads these, and none expects anything else.
            models.CheckConstraint(condition=_json_type("detail", "object"), name="event_detail_is_object"),
            models.CheckConstraint(condition=_json_type("causes", "array"), name="event_causes_are_a_list"),
            models.CheckConstraint(condition=models.Q(severity__in=Severity.values), name="event_severity_is_known"),
            models.CheckConstraint(
                name="event_times_are_finite", condition=finite("time", "since", "raised_at", "acknowledged_at")
            ),
        ]
        indexes = [
            models.Index(fields=["vehicle", "-time", "-id"], name="event_of_vehicle"),
            models.Index(fields=["agency", "-time", "-id"], name="event_of_agency"),
            models.Index(fields=["-time", "-id"], name="event_newest"),
            # The few that walls show, among the millions that were.
            models.Index(
                fields=["-raised_at", "-id"],
                name="event_shown",
                condition=models.Q(shown=True, live=True, severity__gte=Severity.WARNING.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of vehicle {self.vehicle_id} at {self.time:%Y-%m-%d %H:%M:%S}"
