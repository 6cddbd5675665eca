"""Why a webhook had no answer: a code that is stored, and its words in the language of whoever looks."""

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Failure(StrEnum):
    """The codes; behind ``timeout`` stand the seconds, behind the last ones the program's name of the error."""

    TIMEOUT = "timeout"
    ADDRESS = "address"
    NAME = "name"
    NO_MESSAGE = "no_message"
    TLS = "tls"
    CONNECTION = "connection"
    BROKEN_OFF = "broken_off"


_TEXTS: Final[dict[Failure, str | Promise]] = {
    Failure.TIMEOUT: _("no answer within %(parameter)s s"),
    Failure.ADDRESS: _("the address must not be opened; save the webhook to see why"),
    Failure.NAME: _("the name in the address is not known"),
    Failure.NO_MESSAGE: _("the message could not be made; the worker's log says why"),
    Failure.TLS: _("the receiver's certificate is not valid"),
    Failure.CONNECTION: _("no connection: nothing answers at the address and port"),
    Failure.BROKEN_OFF: _("the connection broke off (%(parameter)s)"),
}


def answer_label(status: int | None, words: str) -> str:
    """``503 try later``, or why there was no answer; a text that holds no code is shown as it is."""
    if status is not None:
        return f"{status} {words}".strip()
    code, _space, parameter = words.partition(" ")
    if code not in set(Failure):
        return words
    return str(_TEXTS[Failure(code)]) % {"parameter": parameter}
