"""Which agency a report goes to."""

from incidents.routing.rules import agency_for

__all__ = ["agency_for"]
