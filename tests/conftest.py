"""Fixtures that every test may use."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection

from live.models import EventCounter
from tests import world as cast
from tests.fleet_cast import empty_positions

# A busy machine makes single examples slow; how long a test may take is pytest-timeout's business.
hypothesis.settings.register_profile("pantau", deadline=None)
hypothesis.settings.load_profile("pantau")

pytest_plugins = ["tests.browser"]


@pytest.fixture
def world(db: None) -> cast.World:
    """The named cast, in the database."""
    return cast.build()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """A database whose commits are real; emptied after the test, but for the row that migrations put there."""
    EventCounter.objects.get_or_create(pk=1)
    yield
    # Django's flush knows managed tables only.
    with connection.cursor() as cursor:
        empty_positions(cursor)
