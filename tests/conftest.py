"""Fixtures that every test may use."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from kit.database_role import grant_app_role
from ops import budget
from ops.ports import share_ports
from tests import processes, truncate
from tests import world as cast
from tests.thoroughness import THOROUGH

# A busy machine makes single examples slow; how long a test may take is pytest-timeout's business. The usual run tries
# the same examples every time, so that a change is judged by them; ./test --thorough looks for new ones.
hypothesis.settings.register_profile("pantau", deadline=None, derandomize=not THOROUGH)
hypothesis.settings.load_profile("pantau")

pytest_plugins = ["tests.browser"]


def pytest_configure(config: pytest.Config) -> None:
    """Give each process of pytest-xdist ports that no other gives."""
    config.addinivalue_line("markers", "alone: measures what a test running beside it would disturb")
    if worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
        share_ports(int(worker), int(os.environ["PYTEST_XDIST_WORKER_COUNT"]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests that share the browser in one event loop, which Playwright is bound to."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the folders that took longer than tests/budget.toml allows; times of a busy machine say little."""
    reports = [one for found in terminalreporter.stats.values() for one in found if isinstance(one, pytest.TestReport)]
    files = budget.seconds_by_file((one.nodeid, one.duration) for one in reports)
    for line in budget.warnings(files, budget.read_budget()["folders"]):
        terminalreporter.write_line(f"Over budget: {line}")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """What a request of one test was answered in, or a test chose, is not the language that the next one begins in."""
    yield
    translation.deactivate()


@pytest.fixture(scope="module", autouse=True)
def _shared_processes() -> Iterator[None]:
    """Processes are shared by the tests of one file; in the next one nobody numbers events or holds locks."""
    yield
    processes.stop_shared()


@pytest.fixture
def world(db: None) -> cast.World:
    """The named cast, in the database."""
    return cast.build()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; where commits are real, it is emptied as ``tests/truncate.py`` says."""
    with django_db_blocker.unblock():
        grant_app_role()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "sql_flush", staticmethod(truncate.statements))
        yield
