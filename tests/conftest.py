"""Fixtures that every test may use."""

import pytest

from tests import world as cast


@pytest.fixture
def world(db: None) -> cast.World:
    """The named cast, in the database."""
    return cast.build()
