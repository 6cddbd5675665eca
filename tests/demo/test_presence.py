"""Made-up data and known passwords are never passed off as real."""

import pytest

from demo.loading.people import load_accounts, load_agencies
from people.models import User
from tests.processes import web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def demo_people(transactional_db: None) -> None:
    load_agencies()
    load_accounts()


def test_a_web_process_refuses_a_database_with_demo_accounts(demo_people: None) -> None:
    with pytest.raises(AssertionError, match="PANTAU_DEMO is off"), web(PANTAU_DEMO="0"):
        pass


def test_it_starts_once_they_are_switched_off(demo_people: None) -> None:
    User.objects.update(is_active=False)
    with web(PANTAU_DEMO="0") as server:
        assert server.pid
