"""What can go wrong with a picture, in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.errors import BadInput, TryLater
from kit.images.wire import Reason

_MESSAGES: Final[dict[Reason, str | Promise]] = {
    Reason.NOT_A_PICTURE: gettext_lazy("This file is not a photo that can be read. Send a JPEG, PNG or WebP picture."),
    Reason.TOO_NARROW: gettext_lazy("The photo is too long and narrow. Send a part of it."),
    Reason.TOO_SMALL: gettext_lazy("The photo is too small to show anything."),
    Reason.TOO_MANY_SCANS: gettext_lazy(
        "This JPEG is built in an unusual way that takes too long to read. Save it again as an ordinary JPEG."
    ),
    Reason.ANIMATED: gettext_lazy("This picture is animated. Send a still one."),
    Reason.TOO_COSTLY: gettext_lazy("Reading this photo takes too long or too much memory. Send a smaller one."),
}


class BadImage(BadInput):
    """The data is not a picture that the product takes; ``reason`` says why."""

    code = "bad_image"

    def __init__(self, reason: Reason, most: int = 0, *, field: str | None = None) -> None:
        self.reason = reason
        super().__init__(_message(reason, most), field=field)


class DecodersBusy(TryLater):
    """Too many pictures arrive at once."""

    code = "decoders_busy"
    message = gettext_lazy("Many photos are arriving at this moment. Try again in a minute.")


def _message(reason: Reason, most: int) -> str | Promise:
    if reason is Reason.TOO_MANY_PIXELS:
        text = _("The photo has too many pixels: %(most)d million are the most. Send a smaller one.")
        return text % {"most": most // 1_000_000}
    if reason is Reason.TOO_MANY_BYTES:
        return _("The photo is larger than %(most)d MB. Send a smaller one.") % {"most": most // (1024 * 1024)}
    return _MESSAGES[reason]
