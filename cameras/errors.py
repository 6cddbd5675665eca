"""What can go wrong with cameras and their pictures."""

from django.utils.translation import gettext_lazy as _

from kit.errors import AppError, BadInput, Conflict, NotFound, TryLater


class CameraNotFound(NotFound):
    """No camera has this number, or the user may not know of it."""

    code = "camera_not_found"
    message = _("There is no such camera.")


class CameraStale(Conflict):
    """Somebody else saved the camera after this form was opened."""

    code = "camera_stale"
    message = _(
        "Somebody else saved this camera in the meantime. What you typed is kept; look at the newest state first."
    )


class BadCamera(BadInput):
    """A field of the camera cannot be used."""

    code = "bad_camera"


class BadCameraFile(BadInput):
    """A file of cameras as a whole cannot be imported."""

    code = "bad_camera_file"


class NoPicture(TryLater):
    """There is no picture to show, not even an old one."""

    code = "no_picture"
    message = _("This camera has no picture yet.")


class SourceError(AppError):
    """A picture could not be fetched. ``permanent`` ones stay until somebody changes the camera or its settings."""

    code = "source_error"
    status = 502


class SourceRefused(SourceError):
    """The address is one that the server must not open."""

    code = "source_refused"
    message = _("This address is not allowed: only http and https, and inner addresses only when listed.")


class SourceUnreachable(SourceError):
    """No connection, or it broke."""

    code = "source_unreachable"
    permanent = False
    message = _("The camera cannot be reached.")


class SourceSlow(SourceError):
    """It did not send a whole picture in time."""

    code = "source_slow"
    permanent = False
    message = _("The camera did not send a whole picture in time.")


class SourceTooLarge(SourceError):
    """More bytes or pixels than a snapshot has."""

    code = "source_too_large"
    message = _("The camera sent more than a snapshot may have.")


class SourceRedirected(SourceError):
    """It points to another place."""

    code = "source_redirected"
    message = _("The camera points to another address; enter that one instead.")


class SourceNotAPicture(SourceError):
    """What came is no JPEG or PNG."""

    code = "source_not_a_picture"
    message = _("What the camera sent is no JPEG or PNG picture.")


class DecoderBusy(SourceError):
    """It came, but the product had no time for it; no fault of the camera."""

    code = "decoder_busy"
    permanent = False
    message = _("The picture came, but too many others are being decoded. It is fetched again in a moment.")


class SourceRejected(SourceError):
    """It answered, but with a refusal (401, 403, 404 and the like)."""

    code = "source_rejected"
    message = _("The camera refused the request; check its address, user and password.")


class SourceBroken(SourceError):
    """It answered with an error of its own (5xx)."""

    code = "source_broken"
    permanent = False
    message = _("The camera reports an error of its own.")


def message_of(code: str) -> str:
    """What the source error of that code says, in the language of the page; empty for an empty code."""
    return next((str(kind.message) for kind in SourceError.__subclasses__() if kind.code == code), "")
