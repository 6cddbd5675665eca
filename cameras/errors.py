"""What can go wrong with cameras and their pictures."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kit.errors import AppError, BadInput, Conflict, NotFound, TryLater
from kit.net.certificates import Certificate


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


class SourceUntrusted(SourceError):
    """Its certificate is vouched for by nobody, or is another than the pinned one; nothing was sent to it."""

    code = "source_untrusted"
    message = _(
        "The camera shows a certificate that no known authority vouches for. Compare its fingerprint with the camera's "
        "own, then trust it on the camera's page."
    )

    def __init__(self, certificate: Certificate) -> None:
        super().__init__()
        self.certificate = certificate


class SourceCertificateChanged(SourceUntrusted):
    """Another certificate than the pinned one."""

    code = "source_certificate_changed"
    message = _(
        "The camera shows another certificate than the trusted one: it was renewed, or another machine answers in the "
        "camera's place. Find out which before you trust the new one."
    )


class SourcePasswordUnreadable(SourceError):
    """The stored password belongs to another address or was encrypted with a key that is gone."""

    code = "source_password_unreadable"
    message = _("The stored password cannot be used with this address. Enter user and password again.")


class SourceFailed(SourceError):
    """The product itself failed on this camera; the log says why."""

    code = "source_failed"
    permanent = False
    message = _("The picture could not be fetched because of a fault of the system, which is in the log.")


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
    return next((str(kind.message) for kind in _kinds(SourceError) if kind.code == code), "")


def _kinds(kind: type[SourceError]) -> Iterator[type[SourceError]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds(narrower)
