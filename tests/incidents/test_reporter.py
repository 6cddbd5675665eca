"""Who made a report: held by the centre, read in the open."""

import pytest
from django.test import Client

from incidents.actions.forward import forward
from incidents.actions.verify import verify
from people.models import AuditEntry
from tests.incidents.conftest import Submit
from tests.world import World


@pytest.fixture
def code(world: World, send: Submit) -> str:
    code = send(name="Roslina Tarigan", phone="0812-99", anonymous=True).report.tracking_code
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


@pytest.mark.parametrize("role", ["budi", "eka", "gita"])
def test_others_do_not_get_the_reporter_by_asking(client: Client, world: World, code: str, role: str) -> None:
    client.force_login(getattr(world, role))
    page = client.get(f"/desk/{code}/?reporter=1").content.decode()
    assert "Roslina" not in page
    assert "0812-99" not in page
