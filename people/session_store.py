"""The session engine: sessions in the database, with an idle and an absolute limit, and who, where and since when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from people.models import Session


class SessionStore(db.SessionStore):
    """As Django's, but a user's session ends after PANTAU_SESSION_IDLE_HOURS without use, whatever is written to it.

    ``created_at`` and ``last_seen`` are those of the row that was loaded, None for a session made in this request.
    """

    created_at: datetime | None = None
    last_seen: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        return self._remember(super()._get_session_from_db())  # type: ignore[misc]

    async def _aget_session_from_db(self) -> Session | None:
        return self._remember(await super()._aget_session_from_db())  # type: ignore[misc]

    def create(self) -> None:
        self.created_at = self.last_seen = None
        super().create()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        return self._limited(cast(Session, super().create_model_instance(data)), data)

    async def acreate_model_instance(self, data: dict[str, Any]) -> Session:
        return self._limited(cast(Session, await super().acreate_model_instance(data)), data)

    def _remember(self, row: Session | None) -> Session | None:
        if row is not None:
            self.created_at, self.last_seen = row.created_at, row.last_seen
        return row

    def _limited(self, row: Session, data: Mapping[str, Any]) -> Session:
        if user_id := data.get(SESSION_KEY):
            now = timezone.now()
            row.user_id = int(user_id)
            row.expire_date = expiry(self.created_at or now, now)
        return row


def expiry(created_at: datetime, used_at: datetime) -> datetime:
    """When a user's session ends that began and was last used at these times."""
    idle = timedelta(hours=settings.PANTAU_SESSION_IDLE_HOURS)
    return min(used_at + idle, created_at + timedelta(seconds=settings.SESSION_COOKIE_AGE))
