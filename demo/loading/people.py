"""Agencies and accounts."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from demo.accounts import Account, everyone
from demo.tables import agencies
from people import audit
from people.models import Agency, User


def load_agencies() -> int:
    """Enter the agencies that are missing; returns how many."""
    added = 0
    for row in agencies():
        values = row.model_dump(exclude={"code"})
        _, created = Agency.objects.get_or_create(code=row.code, defaults=values)
        added += created
    return added


def load_accounts() -> int:
    """Create the accounts that are missing; returns how many."""
    known = set(User.objects.values_list("username", flat=True))
    missing = [account for account in everyone() if account.username not in known]
    # Hashing is slow on purpose; accounts whose passwords are printed for all to read may share a hash.
    hashes = {password: make_password(password) for password in {account.password for account in missing}}
    for account in missing:
        _create(account, hashes[account.password])
    return len(missing)


@transaction.atomic
def _create(account: Account, password_hash: str) -> None:
    user = User.objects.create(
        username=account.username,
        password=password_hash,
        first_name=account.first_name,
        last_name=account.last_name,
        role=account.role,
        agency=Agency.objects.get(code=account.agency) if account.agency else None,
        language=account.language,
    )
    audit.record(None, "user.demo_created", user, {"role": user.role})
