"""Times inside the pipeline: whole microseconds since 1970, UTC, as PostgreSQL keeps them."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
POSTGRES_EPOCH_US: Final = 946_684_800_000_000
SECOND_US: Final = 1_000_000
HOUR_US: Final = 3600 * SECOND_US
DAY_US: Final = 24 * HOUR_US


def microseconds(moment: datetime) -> int:
    """``moment`` (with a zone) in microseconds since 1970."""
    passed = moment - EPOCH
    return passed.days * DAY_US + passed.seconds * SECOND_US + passed.microseconds


def moment(us: int) -> datetime:
    """The moment of ``us``, in UTC."""
    return EPOCH + timedelta(microseconds=us)


def now_us() -> int:
    """This moment."""
    return time.time_ns() // 1000
