"""Why a record cannot be understood: a code and what it is about, put into words only where somebody reads them."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_PARAMETER: Final = 60


class RejectionReason(StrEnum):
    """The codes; behind each, the parameters that belong to it, in order."""

    NEITHER_FORM_NOR_JSON = "neither_form_nor_json"
    BROKEN_JSON = "broken_json"  # the character at which it breaks
    UNREADABLE_JSON = "unreadable_json"
    TOO_DEEP = "too_deep"
    RECORD_COUNT = "record_count"  # how many
    NOT_AN_OBJECT = "not_an_object"
    NO_IDENTITY = "no_identity"
    NOT_A_NUMBER = "not_a_number"  # field, value
    NOT_FINITE = "not_finite"  # field
    NOT_A_PAIR = "not_a_pair"  # value
    HALF_COORDINATE = "half_coordinate"
    TIME_BEYOND_CALENDAR = "time_beyond_calendar"  # value
    TIME_UNREADABLE = "time_unreadable"  # value
    NOT_A_REQUEST = "not_a_request"  # number of bytes
    NO_FRAME = "no_frame"  # bytes between two frames, or before the first; how many
    FRAME_TOO_LONG = "frame_too_long"  # number of bytes
    BAD_CHECKSUM = "bad_checksum"  # given, computed
    FRAME_TOO_SHORT = "frame_too_short"  # number of bytes
    UNKNOWN_TYPE = "unknown_type"  # the frame's type
    UNREADABLE_FIELD = "unreadable_field"  # field, value
    COUNT_MISMATCH = "count_mismatch"  # said, found
    DECODER_FAULT = "decoder_fault"  # the error of the decoder itself
    ENCRYPTED = "encrypted"
    PROTOBUF = "protobuf"
    BROKEN_XML = "broken_xml"  # what the parser said
    FORBIDDEN_XML = "forbidden_xml"
    REFUSED = "refused"  # what the database said
    OTHER_LISTENER = "other_listener"  # masks of fleet.devices.listeners: it came over, the device is bound to


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its parameters."""

    code: RejectionReason
    parameters: tuple[str, ...] = ()

    def to_detail(self) -> str:
        """A JSON list of the code and its parameters, below 200 characters; what no column can hold is left out."""
        shortest = MAX_PARAMETER
        while True:
            detail = json.dumps(
                [self.code, *(_storable(one)[:shortest] for one in self.parameters)], ensure_ascii=False
            )
            if len(detail) <= 200:
                return detail
            shortest //= 2

    @classmethod
    def from_detail(cls, detail: str) -> "Reason | None":
        """What ``to_detail`` wrote, or None for any other text."""
        try:
            code, *parameters = json.loads(detail)
            return cls(RejectionReason(code), tuple(str(one) for one in parameters))
        except (ValueError, TypeError, RecursionError):
            return None


def reason(code: RejectionReason, *parameters: object) -> Reason:
    """The reason with the beginnings of its parameters as text."""
    return Reason(code, tuple(_shown(one) for one in parameters))


def _shown(value: object) -> str:
    try:
        return str(value)[:MAX_PARAMETER]
    except (ValueError, RecursionError):
        return "…"  # a number of thousands of digits, or a list nested as deep


def _storable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
