"""Who may watch the live link now: asked when a client connects, and again and again while it is connected."""

from collections.abc import Collection

from live.viewer import Credential
from people.access import audience_of
from people.models import User
from people.sessions import sessions_valid


def access_of(credentials: Collection[Credential]) -> dict[Credential, str | None]:
    """The live audience of each client today.

    None for a user who is gone or may not watch, and for a session that is not valid any more (see
    ``people.sessions``). An open connection counts as use of its session.
    """
    valid = sessions_valid((one.session_key, one.user_id) for one in credentials)
    users = User.objects.in_bulk({user_id for _, user_id in valid})
    return {
        one: audience_of(users.get(one.user_id)) if (one.session_key, one.user_id) in valid else None
        for one in credentials
    }
