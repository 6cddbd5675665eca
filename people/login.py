"""The login form: limits guessing, and records both outcomes in the audit trail."""

import math
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit import rate_limit
from people import audit
from people.models import AuditEntry

WINDOW: Final = timedelta(minutes=15)
FAILURES_PER_NAME_AND_ADDRESS: Final = 8
FAILURES_PER_ADDRESS: Final = 40
"""Above the former: a whole agency may sit behind one address."""
FAILURES_PER_NAME: Final = 100
"""From many addresses together. It does not count where the person has logged in from lately: nobody can lock an
operator out of the centre from outside."""
KNOWN_FOR: Final = timedelta(days=30)


class Limit(NamedTuple):
    """At most ``most`` failures of ``key`` per WINDOW."""

    scope: str
    key: str
    most: int


class LoginForm(AuthenticationForm):
    """Name and password; refuses for a while after too many failures for the name or from the address."""

    def clean(self) -> dict[str, Any]:
        name = str(self.cleaned_data.get("username", ""))[:150]
        address = self.request.META.get("REMOTE_ADDR") if self.request else None
        limits = _limits(name, address)
        _take(limits)
        try:
            cleaned = super().clean()
        except ValidationError:
            audit.record(None, "login.failed", detail={"name": name}, request=self.request)
            raise
        _give_back(limits)
        audit.record(self.get_user(), "login", request=self.request)
        return cleaned


def _limits(name: str, address: str | None) -> list[Limit]:
    by_name = Limit("login.name", name, FAILURES_PER_NAME)
    if address is None:
        return [by_name]
    limits = [Limit("login.name_and_address", f"{address} {name}", FAILURES_PER_NAME_AND_ADDRESS)]
    if not _is_known(name, address):
        limits += [Limit("login.address", address, FAILURES_PER_ADDRESS), by_name]
    return limits


def _take(limits: list[Limit]) -> None:
    """Count the attempt before the password is looked at, so that simultaneous attempts cannot pass together."""
    for index, limit in enumerate(limits):
        decision = rate_limit.allow(limit.scope, limit.key, limit.most, WINDOW)
        if not decision.allowed:
            _give_back(limits[:index])
            raise ValidationError(
                _("Too many attempts. Wait %(minutes)d minutes, or ask an administrator."),
                code="throttled",
                params={"minutes": math.ceil(decision.retry_after / 60)},
            )


def _give_back(limits: list[Limit]) -> None:
    for limit in limits:
        rate_limit.release(limit.scope, limit.key, limit.most, WINDOW)


def _is_known(name: str, address: str) -> bool:
    logins = AuditEntry.objects.filter(action="login", at__gte=timezone.now() - KNOWN_FOR)
    return logins.filter(actor__username=name, address=address).exists()
