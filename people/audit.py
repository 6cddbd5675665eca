"""Writing the audit trail."""

from ipaddress import ip_address
from typing import Any

from django.db import models
from django.http import HttpRequest

from people.models import AuditEntry, User


def record(
    actor: User | None,
    action: str,
    obj: models.Model | None = None,
    detail: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> AuditEntry:
    """Write one entry in the caller's transaction, so that an act and its trace stand or fall together.

    ``actor`` is None for the public and for the system itself; ``detail`` must be JSON and hold no secret.
    """
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=str(obj)[:200] if obj is not None else "",
        detail=detail or {},
        address=address_of(request) if request is not None else None,
    )


def address_of(request: HttpRequest) -> str | None:
    """The IP address of the client; None where the server was given something else."""
    try:
        return str(ip_address(str(request.META.get("REMOTE_ADDR", ""))))
    except ValueError:
        return None
