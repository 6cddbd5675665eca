"""One centre for everything in this room that kills parts of one."""

from collections.abc import Iterator

import pytest

from tests.disposable_centre import OwnCentre, own_centre


@pytest.fixture(scope="package")
def whole_centre(django_db_setup: None) -> Iterator[OwnCentre]:
    """A centre for all tests; they know their own rows by the identities of their devices."""
    with own_centre() as running:
        yield running


@pytest.fixture
def centre(whole_centre: OwnCentre, transactional_db: None) -> Iterator[OwnCentre]:
    """The centre, all of it running again after the test. What it was copied from is there for who asks for it."""
    yield whole_centre
    whole_centre.mend()
