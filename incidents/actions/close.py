"""Close: the incident is over, and every vehicle has been released."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.actions.step import Entry, required, step
from incidents.errors import VehiclesStillAssigned
from incidents.lifecycle import Act
from incidents.models import EntryKind, Incident, IncidentVehicle
from people.models import User


def close(code: str, user: User, *, note: str, version: int | None = None) -> Incident:
    """End the incident with a closing note. Raises VehiclesStillAssigned, Missing, BadInput, and as `step`."""
    with step(Act.CLOSE, code, user, version) as taken:
        # The incident's row is locked: nobody assigns a vehicle between this reading and the end.
        open_rows = IncidentVehicle.objects.filter(incident=taken.incident, released_at=None).select_related("vehicle")
        names = [str(row.vehicle) for row in open_rows]
        if names:
            text = _("Release the vehicles that are still assigned first: %(vehicles)s.")
            raise VehiclesStillAssigned(text % {"vehicles": ", ".join(names)})
        message = gettext_lazy("Say how the incident ended; it is not closed without.")
        taken.incident.closing_note = required(note, "text", message)
        taken.entries.append(Entry(EntryKind.CLOSED, taken.incident.closing_note))
    return taken.incident
