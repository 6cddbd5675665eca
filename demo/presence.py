"""Whether this database holds the demo's accounts, whose passwords everybody knows."""

from demo.accounts import ACCOUNTS
from people.models import User


def demo_accounts_present() -> bool:
    """Whether anyone could log in with an account of the demo."""
    marks = {account.last_name for account in ACCOUNTS}
    names = [account.username for account in ACCOUNTS]
    return User.objects.filter(username__in=names, last_name__in=marks, is_active=True).exists()
