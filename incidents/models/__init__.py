"""What an incident is made of, one noun a module."""

from incidents.models.incident import Incident, IncidentKind
from incidents.models.incident_complaint import IncidentComplaint
from incidents.models.incident_entry import EntryKind, IncidentEntry
from incidents.models.incident_vehicle import IncidentVehicle
from incidents.models.state import State

__all__ = [
    "EntryKind",
    "Incident",
    "IncidentComplaint",
    "IncidentEntry",
    "IncidentKind",
    "IncidentVehicle",
    "State",
]
