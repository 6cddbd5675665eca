"""What the audit trail calls the acts it records."""

from django.test import Client

from complaints.lifecycle import Act
from incidents.lifecycle import Act as IncidentAct
from people import audit
from people.action_names import ACTION_NAMES
from people.models import User
from tests.world import World


def test_every_step_of_a_complaint_has_a_name() -> None:
    assert {f"complaint.{act.value}" for act in Act} <= ACTION_NAMES.keys()


def test_every_step_of_an_incident_has_a_name() -> None:
    assert {f"incident.{act.value}" for act in IncidentAct} | {"incident.open"} <= ACTION_NAMES.keys()


def test_the_trail_shows_names_in_indonesian_and_an_unknown_code_as_it_is(world: World) -> None:
    audit.record(world.ani, "camera.viewed")
    audit.record(world.ani, "future.act")
    User.objects.filter(pk=world.slamet.pk).update(language="id")
    client = Client()
    client.force_login(world.slamet)
    page = client.get("/audit/").content.decode()
    assert "Kamera dilihat" in page
    assert '<code class="small muted">camera.viewed</code>' in page
    assert '<td title="future.act">future.act</td>' in page
