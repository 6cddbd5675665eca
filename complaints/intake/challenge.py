"""A question that a person answers in a moment, asked before anybody is refused; it needs no script."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kit import rate_limit

_LIFETIME: Final = timedelta(hours=1)
_SALT: Final = "complaints.challenge"


@dataclass(frozen=True)
class Challenge:
    """``token`` travels with the form and does not give the answer away."""

    question: str
    token: str


def new_challenge() -> Challenge:
    """A sum of two small numbers, written in words."""
    first, second = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    nonce = secrets.token_urlsafe(12)
    token = signing.TimestampSigner(salt=_SALT).sign(f"{nonce}.{_digest(nonce, str(first + second))}")
    question = _("How much is %(first)s plus %(second)s? Write the number.")
    return Challenge(question % {"first": _word(first), "second": _word(second)}, token)


def is_solved(token: str, answer: str) -> bool:
    """Whether ``answer`` is right; each question counts once."""
    try:
        value = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=_LIFETIME)
    except signing.BadSignature:
        return False
    nonce, _dot, digest = value.partition(".")
    if not constant_time_compare(digest, _digest(nonce, answer.strip())):
        return False
    return rate_limit.allow("complaints.challenge", nonce, 1, _LIFETIME).allowed


def _digest(nonce: str, answer: str) -> str:
    return salted_hmac(_SALT, f"{nonce}:{answer}", algorithm="sha256").hexdigest()


def _word(number: int) -> str:
    return (
        pgettext("number", "two"), pgettext("number", "three"), pgettext("number", "four"), pgettext("number", "five"),
        pgettext("number", "six"), pgettext("number", "seven"), pgettext("number", "eight"), pgettext("number", "nine"),
    )[number - 2]  # fmt: skip
