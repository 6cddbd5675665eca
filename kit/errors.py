"""The errors that a person or a program is told of, with their status and consequence."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AppError(Exception):
    """Base of the errors that the product means to show.

    ``code`` is for programs, ``message`` for people (translated when shown), ``status`` for HTTP. ``permanent`` says
    whether the same request can succeed later without being changed.
    """

    code = "error"
    status = 400
    permanent = True
    retry_after = 5
    """Seconds after which to try again, for errors that are not permanent."""
    message: str | Promise = _("The request could not be carried out.")

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None) -> None:
        if message is not None:
            self.message = message
        self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class BadInput(AppError):
    """What was sent cannot be used; the message says what to do."""

    code = "bad_input"
    status = 422


class BadParameter(BadInput):
    """A parameter of an address that is unknown, repeated, missing or cannot be read; none is passed over."""

    code = "bad_parameter"
    status = 400


class NotFound(AppError):
    """There is no such thing, or the user may not know of it."""

    code = "not_found"
    status = 404
    message = _("There is nothing at this address.")


class Conflict(AppError):
    """Somebody else changed it first, or its state does not allow this."""

    code = "conflict"
    status = 409
    message = _("This has changed in the meantime. Look at it again, then decide.")


class TryLater(AppError):
    """A part that is needed is not there now; the same request may succeed later."""

    code = "try_later"
    status = 503
    permanent = False
    message = _("A part of the system is not available now. Try again in a moment.")


class TooManyRequests(AppError):
    """A rate limit is reached; ``retry_after`` says when the next request is possible."""

    code = "too_many_requests"
    status = 429
    permanent = False
    message = _("That was too often. Wait a little, then try again.")

    def __init__(
        self, message: str | Promise | None = None, *, field: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message, field=field)
        if retry_after is not None:
            self.retry_after = retry_after
