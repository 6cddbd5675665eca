"""Who made a complaint: held by the centre, read in the open."""

import pytest
from django.test import Client

from complaints.actions.forward import forward
from complaints.actions.verify import verify
from complaints.models import Complaint
from complaints.selectors.reporter import read_reporter
from people.access import Denied
from people.models import AuditEntry
from tests.complaints.conftest import Submit
from tests.world import World


@pytest.fixture
def code(world: World, send: Submit) -> str:
    code = send(name="Roslina Tarigan", phone="0812-3456-7899", anonymous=True).complaint.tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Tambal")
    return code


def test_a_case_page_does_not_show_the_reporter_unasked(client: Client, world: World, code: str) -> None:
    client.force_login(world.ani)
    assert "Roslina" not in client.get(f"/desk/{code}/").content.decode()
    assert not AuditEntry.objects.filter(action="reporter.read").exists()


def test_reading_the_reporter_is_recorded(client: Client, world: World, code: str) -> None:
    client.force_login(world.ani)
    assert "Roslina" in client.get(f"/desk/{code}/?reporter=1").content.decode()
    entry = AuditEntry.objects.get(action="reporter.read")
    assert (entry.actor, entry.object_label) == (world.ani, code)


def _at_roads(world: World, send: Submit, **fields: object) -> str:
    code = send(name="Roslina Tarigan", phone="0812-3456-7899", **fields).complaint.tracking_code
    verify(code, world.ani)
    forward(code, world.ani, instruction="Tambal")
    return code


def test_an_officer_reads_the_reporter_of_the_own_agencys_complaint(client: Client, world: World, send: Submit) -> None:
    code = _at_roads(world, send)
    client.force_login(world.budi)
    assert "Roslina" not in client.get(f"/desk/{code}/").content.decode()
    page = client.get(f"/desk/{code}/?reporter=1").content.decode()
    assert "Roslina" in page
    assert "0812-3456-7899" in page
    entry = AuditEntry.objects.get(action="reporter.read")
    assert (entry.actor, entry.object_label) == (world.budi, code)


@pytest.mark.parametrize("hidden", ["anonymous", "confidential"])
def test_an_officer_does_not_read_a_hidden_reporter(client: Client, world: World, send: Submit, hidden: str) -> None:
    code = _at_roads(world, send, **{hidden: True})
    complaint = Complaint.objects.get(tracking_code=code)
    client.force_login(world.budi)
    assert "Roslina" not in client.get(f"/desk/{code}/?reporter=1").content.decode()
    with pytest.raises(Denied):
        read_reporter(world.budi, complaint)
    assert not AuditEntry.objects.filter(action="reporter.read").exists()


def test_an_officer_next_door_does_not_read_the_reporter(world: World, send: Submit) -> None:
    complaint = Complaint.objects.get(tracking_code=_at_roads(world, send))
    with pytest.raises(Denied):
        read_reporter(world.citra, complaint)


@pytest.mark.parametrize("role", ["budi", "eka", "gita"])
def test_others_do_not_get_the_reporter_by_asking(client: Client, world: World, code: str, role: str) -> None:
    client.force_login(getattr(world, role))
    page = client.get(f"/desk/{code}/?reporter=1").content.decode()
    assert "Roslina" not in page
    assert "0812-3456-7899" not in page
