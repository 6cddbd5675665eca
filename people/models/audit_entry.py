"""Who did what, and when."""

from django.db import models


class AuditEntry(models.Model):
    """One act of one person. A database trigger refuses to change or delete a row."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="audit_entries")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id", "id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_label}"
