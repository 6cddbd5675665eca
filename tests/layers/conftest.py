"""A browser for the tests of the planner's page."""

from tests.frontend.conftest import browser, installed

__all__ = ["browser", "installed"]
