"""What the journeys need: the browser of the front end's tests."""

from tests.frontend.conftest import browser, installed

__all__ = ["browser", "installed"]
