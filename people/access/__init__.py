"""The one place that knows who may do what."""

from people.access.policy import Denied, audience_of, in_centre, may, require, which
from people.access.roles import CENTRE, Role
from people.access.table import TABLE, Scope, Verb

__all__ = ["CENTRE", "TABLE", "Denied", "Role", "Scope", "Verb", "audience_of", "in_centre", "may", "require", "which"]
