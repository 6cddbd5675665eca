"""A key with which a program reads the API as one of the people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiKey(models.Model):
    """Only the SHA-256 of the key is kept: nobody can read working keys out of the database or its backups.

    A key may read what ``user`` may see, now and not when it was made, and nothing more. ``last_used_on`` is a day, so
    that using a key does not write a row at each request.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=80)
    user = models.ForeignKey("people.User", models.CASCADE, related_name="api_keys")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("valid until"))
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        indexes = [models.Index(fields=["user", "-created_at"], name="api_key_of_user")]
        constraints = [
            models.CheckConstraint(
                name="api_key_ends_after_it_begins", condition=models.Q(expires_at__gt=models.F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.name
