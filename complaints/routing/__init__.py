"""Which agency a complaint goes to."""

from complaints.routing.rules import agency_elsewhere, agency_for

__all__ = ["agency_elsewhere", "agency_for"]
