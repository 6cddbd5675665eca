"""A camera of the region."""

from django.contrib.gis.db import models
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from cameras.models.choices import CameraKind, CameraPurpose, Stage
from kit.dates import finite


class Camera(models.Model):
    """Where it stands and what it sees; where its picture comes from is ``CameraSource``.

    ``bearing_deg`` is clockwise from north, None for one that looks all around. ``view`` is the ground that it sees,
    kept by ``cameras.coverage``. ``fault_found`` says that the health check, not a person, called it faulty: only then
    may the check call it active again. ``told_snapshot_at`` is the age of the picture that walls were last told of.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    place = models.CharField(_("place"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    point = models.PointField(_("position"), srid=4326)
    bearing_deg = models.FloatField(
        _("bearing"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(360)]
    )
    fov_deg = models.FloatField(
        _("field of view"), default=70, validators=[MinValueValidator(5), MaxValueValidator(360)]
    )
    range_m = models.FloatField(_("range"), default=120, validators=[MinValueValidator(5), MaxValueValidator(20_000)])
    view = models.PolygonField(srid=4326)
    kind = models.CharField(_("kind"), max_length=10, choices=CameraKind.choices, default=CameraKind.FIXED)
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=CameraPurpose.choices, default=CameraPurpose.TRAFFIC
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PLANNED, db_index=True)
    fault_found = models.BooleanField(default=False)
    agency = models.ForeignKey("people.Agency", models.PROTECT, null=True, blank=True, verbose_name=_("agency"))
    told_snapshot_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("camera")
        verbose_name_plural = _("cameras")
        constraints = [
            models.CheckConstraint(
                name="camera_times_are_finite", condition=finite("told_snapshot_at", "created_at", "updated_at")
            ),
        ]

    def __str__(self) -> str:
        return self.name
