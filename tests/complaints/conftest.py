"""What the tests of complaints start from."""

from collections.abc import Callable

import pytest

from complaints.actions.submit import Receipt, submit
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, ComplaintClass
from tests.world import World

Submit = Callable[..., Receipt]
KABANJAHE = {"lon": 98.4908, "lat": 3.1001}


@pytest.fixture
def potholes(world: World) -> Category:
    """An ordinary complaint, answered for by the roads agency."""
    return Category.objects.create(
        code="jalan-rusak", name="Jalan rusak", name_en="Damaged road", default_agency=world.roads
    )


@pytest.fixture
def misconduct(world: World) -> Category:
    """A supervisory complaint, closed by a second person."""
    return Category.objects.create(
        code="pungli", name="Pungutan liar", name_en="Illegal levy", supervisory=True, needs_second_person=True
    )


@pytest.fixture
def question(world: World) -> Category:
    """A request for information."""
    return Category.objects.create(code="informasi", name="Informasi", complaint_class=ComplaintClass.INFORMATION)


@pytest.fixture
def fire(world: World) -> Category:
    """An emergency, answered for by the fire service."""
    return Category.objects.create(
        code="kebakaran", name="Kebakaran", name_en="Fire", emergency=True, default_agency=world.fire
    )


@pytest.fixture
def send(potholes: Category) -> Submit:
    """Sends a complaint about a pothole in Kabanjahe; any field may be given."""

    def _send(**fields: object) -> Receipt:
        values = {"category": "jalan-rusak", "title": "Lubang besar di jalan", **KABANJAHE, "name": "Roslina", **fields}
        return submit(parse_submission(values), Channel.PORTAL)

    return _send
