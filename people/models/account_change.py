"""A change of somebody's rights or password by somebody else."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.access.roles import Role


class State(models.TextChoices):
    """Open until a second person has decided; changes that need none are applied at once."""

    OPEN = "open"
    APPLIED = "applied"
    REFUSED = "refused"


class AccountChange(models.Model):
    """What was asked for: a ``role`` with its agency ("" for the present one), a new password, letting somebody in.

    ``password`` holds the hash of the new one while the change is open, and nothing afterwards.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="account_changes")
    requested_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    agency = models.ForeignKey("people.Agency", models.PROTECT, null=True, related_name="+")
    activates = models.BooleanField(default=False)
    new_password = models.BooleanField(default=False)
    password = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=State.OPEN), name="one_open_change_of_an_account"
            ),
            models.CheckConstraint(
                name="another_person_confirms_a_change",
                condition=~Q(state=State.APPLIED) | Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="decided_changes_hold_no_password", condition=Q(state=State.OPEN) | Q(password="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.state})"
