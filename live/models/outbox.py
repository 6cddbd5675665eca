"""Events waiting to be numbered, and numbered ones waiting to be forgotten."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class OutboxEvent(models.Model):
    """An event, written in the transaction of the change that it tells of.

    ``id`` follows the order of the inserts, which is not the order of the commits; ``number`` is given later, to
    committed rows only, and is what readers resume by.
    """

    number = models.BigIntegerField(null=True, unique=True)
    type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    data = models.JSONField()
    audiences = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_unnumbered", condition=models.Q(number__isnull=True)),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.object_id} #{self.number}"


class EventCounter(models.Model):
    """One row: the last number given. Its row lock is what puts the numbering processes in line."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
