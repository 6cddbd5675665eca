"""What can go wrong with a complaint, in words for people."""

from django.utils.translation import gettext_lazy as _

from kit.errors import AppError, BadInput, Conflict, NotFound


class ComplaintNotFound(NotFound):
    """No such complaint, or not for this user."""

    code = "complaint_not_found"
    message = _("There is no complaint with this code. Check the code: it has ten letters and digits.")


class StepNotAllowed(Conflict):
    """The life cycle has no such way from where the complaint stands."""

    code = "step_not_allowed"
    message = _("The complaint does not stand where this step starts. Look at it again, then decide.")


class ChangedMeanwhile(Conflict):
    """Somebody else took a step between reading and writing."""

    code = "changed_meanwhile"
    message = _("Somebody else has worked on this complaint in the meantime. Look at it again, then decide.")


class Missing(BadInput):
    """A step lacks what it needs; ``field`` says what."""

    code = "missing"


class EvidenceMissing(Conflict):
    """Closing without a photo of the work done."""

    code = "evidence_missing"
    message = _(
        "There is no evidence yet: the agency must add a follow-up with a photo before the complaint can be closed."
    )


class SecondPersonNeeded(AppError):
    """The one who closes must be another person."""

    code = "second_person_needed"
    status = 403
    message = _("Somebody else must close this complaint: you verified, forwarded or followed it up yourself.")


class BadPhoto(BadInput):
    """A file that is not a usable picture."""

    code = "bad_photo"


class TooManyComplaints(AppError):
    """More comes from one sender than a person would send."""

    code = "too_many_complaints"
    status = 429
    permanent = False
    message = _(
        "Too many complaints came from your connection. Call 112 if it is urgent; otherwise try again in an hour."
    )


class ChallengeNeeded(TooManyComplaints):
    """A question must be answered before the complaint is taken."""

    code = "challenge_needed"
    message = _(
        "Many complaints came from your connection. Answer the question below and send again; call 112 if it is urgent."
    )
