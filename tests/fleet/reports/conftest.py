"""What the tests of reports begin with."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.fleet.reports.history import History, write
from tests.world import World


@pytest.fixture
def english() -> Iterator[None]:
    """The language of what is compared."""
    with translation.override("en"):
        yield


@pytest.fixture
def history(world: World) -> History:
    """Two days of driving, see ``history.write``."""
    return write(world)
