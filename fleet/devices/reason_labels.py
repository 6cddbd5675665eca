"""Why a record was not understood, in the reader's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fleet.devices.listeners import labels_of
from fleet.protocols.rejection import Reason, RejectionReason

_TEXTS: Final[dict[RejectionReason, tuple[str | Promise, tuple[str, ...]]]] = {
    RejectionReason.NEITHER_FORM_NOR_JSON: (_("neither a form nor JSON"), ()),
    RejectionReason.BROKEN_JSON: (_("JSON that cannot be read from character %(at)s on"), ("at",)),
    RejectionReason.UNREADABLE_JSON: (_("JSON that cannot be read"), ()),
    RejectionReason.TOO_DEEP: (_("JSON that is nested too deeply"), ()),
    RejectionReason.RECORD_COUNT: (_("an upload of %(number)s records"), ("number",)),
    RejectionReason.NOT_AN_OBJECT: (_("a record that is not a JSON object"), ()),
    RejectionReason.NO_IDENTITY: (_("no device identity"), ()),
    RejectionReason.NOT_A_NUMBER: (_("%(field)s is not a number: “%(value)s”"), ("field", "value")),
    RejectionReason.NOT_FINITE: (_("%(field)s is not a finite number"), ("field",)),
    RejectionReason.NOT_A_PAIR: (_("the place is not “lat,lon”: “%(value)s”"), ("value",)),
    RejectionReason.HALF_COORDINATE: (_("only one half of the coordinate"), ()),
    RejectionReason.TIME_BEYOND_CALENDAR: (_("the time is beyond the calendar: “%(value)s”"), ("value",)),
    RejectionReason.TIME_UNREADABLE: (_("the time cannot be read: “%(value)s”"), ("value",)),
    RejectionReason.NOT_A_REQUEST: (_("%(number)s bytes that are no request"), ("number",)),
    RejectionReason.NO_FRAME: (_("%(number)s bytes that belong to no frame"), ("number",)),
    RejectionReason.FRAME_TOO_LONG: (_("a frame of %(number)s bytes, longer than the protocol knows"), ("number",)),
    RejectionReason.BAD_CHECKSUM: (_("the checksum is %(given)s and should be %(computed)s"), ("given", "computed")),
    RejectionReason.FRAME_TOO_SHORT: (_("a frame that ends after %(number)s bytes"), ("number",)),
    RejectionReason.UNKNOWN_TYPE: (_("a frame of the unknown type %(type)s"), ("type",)),
    RejectionReason.UNREADABLE_FIELD: (_("%(field)s cannot be read: “%(value)s”"), ("field", "value")),
    RejectionReason.COUNT_MISMATCH: (_("%(said)s records announced, %(found)s found"), ("said", "found")),
    RejectionReason.DECODER_FAULT: (_("the decoder failed on it: %(error)s"), ("error",)),
    RejectionReason.ENCRYPTED: (
        _("encrypted by the phone: in OwnTracks, leave the encryption key of the connection empty"),
        (),
    ),
    RejectionReason.PROTOBUF: (_("TAK protobuf: set the client to send XML (TAK protocol version 0)"), ()),
    RejectionReason.BROKEN_XML: (_("XML that cannot be read: %(error)s"), ("error",)),
    RejectionReason.FORBIDDEN_XML: (_("XML that declares a document type or entities"), ()),
    RejectionReason.REFUSED: (_("the database refused it: %(error)s"), ("error",)),
    RejectionReason.OTHER_LISTENER: (_("came in over %(came)s; the device is bound to %(bound)s"), ("came", "bound")),
}
"""Code -> its text, and what its parameters are called there, in their order."""

_FIELDS: Final[dict[str, str | Promise]] = {
    "coordinates": _("the coordinates"),
    "latitude": _("the latitude"),
    "longitude": _("the longitude"),
    "time": _("the time"),
    "frame": _("the frame"),
    "sentence": _("the frame"),
    "bcd": _("the digits of the frame"),
    "imei": "IMEI",
}
"""What decoders name where the frame itself has no name for it; names that came with the record stay as they came."""


def in_words(detail: str) -> str:
    """The words for a frame's ``detail``; a text that holds no code is shown as it is."""
    reason = Reason.from_detail(detail)
    if reason is None:
        return detail
    text, names = _TEXTS[reason.code]
    values = dict(zip(names, (*reason.parameters, *[""] * len(names)), strict=False))
    if reason.code is RejectionReason.UNREADABLE_FIELD:
        values["field"] = str(_FIELDS.get(values["field"], values["field"]))
    elif reason.code is RejectionReason.OTHER_LISTENER:
        values = {name: labels_of(int(value)) if value.isdecimal() else value for name, value in values.items()}
    return str(text) % values
