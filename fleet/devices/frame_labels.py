"""What a frame in quarantine says to the decoders of today, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from fleet.devices.attribute_labels import attribute_words
from fleet.devices.reason_labels import in_words
from fleet.protocols.fix import Fix, Heartbeat, Message
from fleet.protocols.registry import decode_again

MAX_LINES: Final = 5
_MAX_ATTRIBUTES: Final = 12


def frame_words(protocol: str, raw: bytes, identity: str, arrival: datetime, transport: str) -> Sequence[str]:
    """A line for each of the first messages; never empty."""
    messages = decode_again(protocol, raw, identity, arrival, transport)
    lines = [_line(message) for message in messages[:MAX_LINES]]
    if len(messages) > MAX_LINES:
        lines.append(_("and %(count)s more") % {"count": len(messages) - MAX_LINES})
    return lines or [_("understood; it carries nothing to store")]


def _line(message: Message) -> str:
    if isinstance(message, Fix):
        time = message.fix_time
        parts = [
            f"{message.lat:.5f}, {message.lon:.5f}",
            f"{timezone.localtime(time):%Y-%m-%d %H:%M:%S %Z}" if time is not None else "",
            "" if message.valid else _("without a valid fix"),
            f"{message.speed_mps * 3.6:.0f} {_('km/h')}" if message.speed_mps is not None else "",
        ]
    elif isinstance(message, Heartbeat):
        parts = [_("a sign of life without a position")]
    else:
        return in_words(message.reason.to_detail())
    if message.ignition is not None:
        parts.append(_("ignition on") if message.ignition else _("ignition off"))
    known = islice(attribute_words(message.attributes), _MAX_ATTRIBUTES)
    return " · ".join([*filter(None, parts), *known])
