"""A browser that is logged in, or a visitor's session."""

from typing import Any, Self
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class Session(AbstractBaseSession):
    """``reference`` names a session on pages, because its key opens it. ``user`` is null for visitors.

    ``expire_date`` is the end of the idle limit or of the absolute one, whichever comes first; `people.session_store`
    writes it.
    """

    reference = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="sessions")
    created_at = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)

    class Meta(AbstractBaseSession.Meta):
        indexes = [models.Index(fields=["user", "-last_seen"], name="session_of_user")]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from people.session_store import SessionStore  # noqa: PLC0415 (the store imports this model)

        return SessionStore

    def save(self: Self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("force_update"):
            # The store makes a new instance for every save: what it does not know must not be overwritten.
            kwargs["update_fields"] = ["session_data", "expire_date", "user"]
        super().save(*args, **kwargs)
