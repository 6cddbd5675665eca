"""Which agency a report goes to."""

from incidents.routing.rules import agency_elsewhere, agency_for

__all__ = ["agency_elsewhere", "agency_for"]
