"""One making of a report by the worker, and its file."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from fleet.reports.kinds import ReportKind
from kit.dates import finite
from reports.choices import ReportFormat, RunState


class ReportRun(models.Model):
    """Asked for by a person or by a schedule; made with the rights and in the language of ``requested_by``.

    ``claim`` names the worker's attempt that may write; ``heartbeat`` is its last sign of life. ``vehicles`` are the
    ids that the finished file tells of: it is given only to somebody who may see every one of them still. ``file`` is
    in the storage of reports. ``due`` is the schedule's day, so that one day makes one run for each recipient.
    """

    kind = models.CharField(_("report"), max_length=16, choices=ReportKind.choices)
    format = models.CharField(_("format"), max_length=8, choices=ReportFormat.choices)
    parameters = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    language = models.CharField(max_length=5, default="id")
    requested_by = models.ForeignKey("people.User", models.CASCADE, related_name="report_runs")
    schedule = models.ForeignKey("fleet.ReportSchedule", models.SET_NULL, null=True, blank=True, related_name="runs")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(null=True)
    vehicles = models.JSONField(default=list)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due", "requested_by"], name="one_run_a_due_day"),
            models.CheckConstraint(name="report_progress", condition=models.Q(progress__lte=100)),
            models.CheckConstraint(
                name="report_run_times_are_finite",
                condition=finite("due", "heartbeat", "created_at", "finished_at", "expires_at"),
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-created_at"], name="report_run_of_user"),
            models.Index(fields=["state"], name="report_run_open", condition=models.Q(state__in=["queued", "running"])),
            models.Index(fields=["expires_at"], name="report_run_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} as {self.format} for {self.requested_by_id}"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in {RunState.DONE, RunState.FAILED, RunState.CANCELLED}
