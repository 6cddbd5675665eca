"""The demo's people, by the name they log in with."""

from people.models import User


def person(username: str) -> User:
    """The demo account's user. Raises User.DoesNotExist before `load_accounts`."""
    return User.objects.select_related("agency").get(username=username)
