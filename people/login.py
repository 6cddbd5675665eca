"""The login form: counts failures, slows down guessing, and leaves a trace of both outcomes."""

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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


class LoginForm(AuthenticationForm):
    """Name and password; refuses for a while after too many failures for the name or from the address."""

    def clean(self) -> dict[str, Any]:
        name = str(self.cleaned_data.get("username", ""))[:150]
        address = self.request.META.get("REMOTE_ADDR") if self.request else None
        if _too_many_failures(name, address):
            raise ValidationError(
                _("Too many attempts. Wait a quarter of an hour, or ask an administrator."), code="throttled"
            )
        try:
            cleaned = super().clean()
        except ValidationError:
            audit.record(None, "login.failed", detail={"name": name}, request=self.request)
            raise
        audit.record(self.get_user(), "login", request=self.request)
        return cleaned


def _too_many_failures(name: str, address: str | None) -> bool:
    recent = AuditEntry.objects.filter(action="login.failed", at__gte=timezone.now() - WINDOW)
    named = recent.filter(detail__name=name)
    if address is None:
        return named.count() >= FAILURES_PER_NAME
    if named.filter(address=address).count() >= FAILURES_PER_NAME_AND_ADDRESS:
        return True
    if _is_known(name, address):
        return False
    return recent.filter(address=address).count() >= FAILURES_PER_ADDRESS or named.count() >= FAILURES_PER_NAME


def _is_known(name: str, address: str) -> bool:
    logins = AuditEntry.objects.filter(action="login", at__gte=timezone.now() - KNOWN_FOR)
    return logins.filter(actor__username=name, address=address).exists()
