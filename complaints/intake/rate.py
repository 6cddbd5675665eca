"""How many complaints are taken from one person, one device and one address.

A mobile carrier puts thousands of people behind one address, so the address alone decides nothing below a limit that is
far above one person's. A declared surge raises all limits. Before a person is refused, a question is asked.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from complaints.errors import ChallengeNeeded, TooManyComplaints
from complaints.selectors.surge import active_surge
from kit import rate_limit
from kit.telephone import normalised

WINDOW: Final = timedelta(hours=1)
ATTEMPTS_PER_COMPLAINT: Final = 4
"""How many forms may be sent for each complaint that may be made: mistakes are human, a flood of them is not."""
PEOPLE_PER_ADDRESS: Final = 40
"""What an address with many people behind it may do, as a multiple of one person's limit."""
SURGE_FACTOR: Final = 20


@dataclass(frozen=True)
class Sender:
    """Where a complaint comes from. ``device`` is the browser's own mark, empty for one without; ``phone`` as typed."""

    address: str
    device: str = ""
    phone: str = ""


def count_attempt(sender: Sender) -> None:
    """Count one form, right or wrong, before work is put into it. Raises TooManyComplaints.

    Browsers show the mark that they got with the form. Whoever shows none is a program, and shares the limit of one
    person with all such senders of the address.
    """
    limit = settings.PANTAU_COMPLAINTS_PER_HOUR * ATTEMPTS_PER_COMPLAINT * _factor()
    if sender.device:
        _require("complaints.attempt.device", sender.device, limit)
    else:
        _require("complaints.attempt.unmarked", sender.address, limit)
    _require("complaints.attempt.address", sender.address, limit * PEOPLE_PER_ADDRESS)


def count_complaint(sender: Sender, *, answered: bool = False, may_ask: bool = False) -> None:
    """Count one complaint: by telephone number, by device, and by address.

    Raises ChallengeNeeded above the limit of a person where the sender can be asked (``may_ask``) and has not
    ``answered``; TooManyComplaints above what an address with many people sends, and where nobody can be asked.
    """
    limit = settings.PANTAU_COMPLAINTS_PER_HOUR * _factor()
    if not (answered or _within_a_persons_limits(sender, limit)):
        raise ChallengeNeeded if may_ask else TooManyComplaints
    _require("complaints.intake.all", sender.address, limit * PEOPLE_PER_ADDRESS)


def address_key(address: str, purpose: str = "complaints.intake") -> str:
    """A keyed digest in place of ``address``: the same address gives another one for each purpose."""
    return salted_hmac(purpose, address, algorithm="sha256").hexdigest()


def _within_a_persons_limits(sender: Sender, limit: int) -> bool:
    keys = [("complaints.intake.device", sender.device)] if sender.device else []
    keys = keys or [("complaints.intake.address", sender.address)]
    if phone := normalised(sender.phone):
        keys.append(("complaints.intake.person", phone))
    return all(rate_limit.allow(_scope(scope, limit), key, limit, WINDOW).allowed for scope, key in keys)


def _require(scope: str, key: str, limit: int) -> None:
    decision = rate_limit.allow(_scope(scope, limit), key, limit, WINDOW)
    if not decision.allowed:
        raise TooManyComplaints


def _scope(scope: str, limit: int) -> str:
    """Counted apart for each limit: who had reached the ordinary one is let in by a surge at once."""
    return f"{scope}.{limit}"


def _factor() -> int:
    return SURGE_FACTOR if active_surge() is not None else 1
