"""A file of zones that came in as one thing, and is published, withdrawn and removed as one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.fields import SupportedDateTimeField


class ZoneImport(models.Model):
    """``report`` is what the import said, in sentences, in the language of whoever imported."""

    file_name = models.CharField(_("file name"), max_length=300)
    dataset = models.CharField(max_length=200)
    report = models.JSONField(default=list)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = SupportedDateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("import of zones")
        verbose_name_plural = _("imports of zones")

    def __str__(self) -> str:
        return self.file_name
