"""A report that is made again and again."""

from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fleet.reports.kinds import ReportKind
from kit.dates import finite
from reports.choices import Every, RelativePeriod, ReportFormat


class ReportSchedule(models.Model):
    """Due at ``hour`` of the region's clock: each day, on ``weekday`` (0 Monday) or on ``day`` of the month.

    Each recipient gets a run of the own, with the own rights and language. What was due up to ``made_until`` has its
    runs already.
    """

    kind = models.CharField(_("report"), max_length=16, choices=ReportKind.choices)
    format = models.CharField(_("format"), max_length=8, choices=ReportFormat.choices)
    scope = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    period = models.CharField(_("period"), max_length=12, choices=RelativePeriod.choices)
    every = models.CharField(_("how often"), max_length=6, choices=Every.choices)
    hour = models.PositiveSmallIntegerField(_("hour"), validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0, validators=[MaxValueValidator(6)])
    day = models.PositiveSmallIntegerField(
        _("day of the month"), default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="report_schedules")
    recipients = models.ManyToManyField("people.User", related_name="+", verbose_name=_("recipients"))
    enabled = models.BooleanField(_("enabled"), default=True)
    made_until = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "id"]
        verbose_name = _("scheduled report")
        verbose_name_plural = _("scheduled reports")
        constraints = [
            models.CheckConstraint(
                name="report_schedule_times", condition=Q(hour__lte=23, weekday__lte=6, day__gte=1, day__lte=28)
            ),
            models.CheckConstraint(
                name="report_schedule_times_are_finite", condition=finite("made_until", "created_at")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.every}"
