"""What a correction changed."""

from django.db import models

from kit.choices import is_known


class CorrectedField(models.TextChoices):
    """What can be corrected of a complaint and of who made it."""

    CATEGORY = "category"
    POSITION = "position"
    LANDMARK = "landmark"
    TITLE = "title"
    DESCRIPTION = "description"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"


class FieldChange(models.Model):
    """One field of a complaint before and after a correction; written with the step, never changed after.

    ``before`` and ``after`` are JSON: a text, a truth value, a category's code, or a position ``[lon, lat]`` in WGS 84
    degrees or null. Read them through `selectors.corrections`, which hides what a reader may not see.
    """

    transition = models.ForeignKey("complaints.Transition", models.CASCADE, related_name="changes")
    field = models.CharField(max_length=12, choices=CorrectedField.choices)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="changed_field_is_known", condition=is_known("field", CorrectedField)),
        ]

    def __str__(self) -> str:
        # Never the values: a string form ends in logs and audit labels.
        return f"{self.field} of step {self.transition_id}"
