"""What the tests of incidents start from."""

from collections.abc import Callable

import pytest

from complaints.actions.forward import forward
from complaints.actions.submit import submit
from complaints.actions.verify import verify
from complaints.intake.submission import parse_submission
from complaints.models import Category, Channel, Complaint
from fleet.models import Vehicle
from incidents.actions.open_incident import IncidentDraft, open_incident
from incidents.models import Incident
from tests.vehicles import make_vehicle
from tests.world import World

Send = Callable[..., Complaint]
KABANJAHE = {"lon": 98.4908, "lat": 3.1001}


@pytest.fixture
def send(world: World) -> Send:
    """Sends a complaint about a fallen tree; with ``agency`` it is forwarded there."""
    Category.objects.create(code="pohon", name="Pohon tumbang", name_en="Fallen tree", default_agency=world.roads)

    def _send(*, to_agency: bool = False, **fields: object) -> Complaint:
        values = {"category": "pohon", "title": "Pohon menutup jalan", **KABANJAHE, **fields}
        code = submit(parse_submission(values), Channel.PORTAL).complaint.tracking_code
        if to_agency:
            verify(code, world.ani)
            forward(code, world.ani, instruction="Periksa")
        return Complaint.objects.get(tracking_code=code)

    return _send


@pytest.fixture
def incident(world: World) -> Incident:
    """An open incident without a complaint or a vehicle."""
    return open_incident(world.ani, IncidentDraft("Kecelakaan beruntun", "accident", lon=98.4908, lat=3.1001))


@pytest.fixture
def engine(world: World) -> Vehicle:
    """A vehicle of the fire service, Citra's."""
    return make_vehicle("pemadam-1", world.fire, name="Pemadam 1")
