"""People and what they belong to, one noun a module."""

from people.models.account_change import AccountChange
from people.models.agency import Agency
from people.models.api_key import ApiKey
from people.models.audit_entry import AuditEntry
from people.models.session import Session
from people.models.user import User

__all__ = ["AccountChange", "Agency", "ApiKey", "AuditEntry", "Session", "User"]
