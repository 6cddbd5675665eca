"""What can go wrong with an incident, in words for people."""

from django.utils.translation import gettext_lazy as _

from kit.errors import BadInput, Conflict, NotFound


class IncidentNotFound(NotFound):
    """No such incident, or not for this user."""

    code = "incident_not_found"
    message = _("There is no incident with this number among those that you may see.")


class StepNotAllowed(Conflict):
    """The life cycle has no such way from where the incident stands."""

    code = "step_not_allowed"
    message = _("The incident does not stand where this step starts. Look at it again, then decide.")


class ChangedMeanwhile(Conflict):
    """Somebody else changed the incident between reading and writing."""

    code = "changed_meanwhile"
    message = _("Somebody else has changed this incident in the meantime. Look at it again, then decide.")


class VehiclesStillAssigned(Conflict):
    """An incident is not closed while a vehicle is on it."""

    code = "vehicles_still_assigned"


class AlreadyAssigned(Conflict):
    """The vehicle is on this incident now."""

    code = "already_assigned"
    message = _("This vehicle is already assigned to this incident.")


class NotAssigned(Conflict):
    """The vehicle is not on this incident, or not any more."""

    code = "not_assigned"
    message = _("This vehicle is not assigned to this incident any more.")


class AlreadyLinked(Conflict):
    """The complaint is linked to this incident."""

    code = "already_linked"
    message = _("This complaint is already linked to this incident.")


class NotLinked(Conflict):
    """The complaint is not linked to this incident, or not any more."""

    code = "not_linked"
    message = _("This complaint is not linked to this incident any more.")


class Missing(BadInput):
    """A step lacks what it needs; ``field`` says what."""

    code = "missing"
