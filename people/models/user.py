"""Someone who logs in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.access.roles import Role


class User(AbstractUser):
    """A person with one role, and an agency where the role belongs to one."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.FIELD_STAFF)
    agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("agency")
    )
    language = models.CharField(
        _("language"), max_length=5, choices=[("id", "Bahasa Indonesia"), ("en", "English")], default="id"
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="officer_has_agency",
                condition=~models.Q(role=Role.AGENCY_OFFICER) | models.Q(agency__isnull=False),
                violation_error_message=_("An agency officer needs an agency."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, *args: object, **kwargs: object) -> None:
        # The framework's own flags would be a second, silent way to rights; the role is the only one.
        self.is_staff = False
        self.is_superuser = False
        super().save(*args, **kwargs)  # type: ignore[arg-type]
