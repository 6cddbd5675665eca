"""Fixtures that every test may use."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from kit.database_role import grant_app_role
from tests import emptying
from tests import world as cast

# A busy machine makes single examples slow; how long a test may take is pytest-timeout's business.
hypothesis.settings.register_profile("pantau", deadline=None)
hypothesis.settings.load_profile("pantau")

pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """What a request of one test was answered in, or a test chose, is not the language that the next one begins in."""
    yield
    translation.deactivate()


@pytest.fixture
def world(db: None) -> cast.World:
    """The named cast, in the database."""
    return cast.build()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; where commits are real, it is emptied as ``tests/emptying.py`` says."""
    with django_db_blocker.unblock():
        grant_app_role()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "sql_flush", staticmethod(emptying.statements))
        yield
