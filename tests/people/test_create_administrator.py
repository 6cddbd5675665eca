"""An empty centre gets its first account from the command line."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import AuditEntry, User
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def test_the_first_administrator_logs_in_and_is_in_the_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_NEW_PASSWORD", PASSWORD)
    call_command("create_administrator", "gita", "--name", "Gita")
    client = Client()
    assert client.login(username="gita", password=PASSWORD)
    assert client.get("/people/").status_code == 200
    assert AuditEntry.objects.get().object_label == "Gita"


@pytest.mark.parametrize(("username", "password"), [("gita", "short"), ("not a name", PASSWORD), ("gita", "gita-gita")])
def test_a_bad_name_or_password_is_refused_and_nothing_written(
    monkeypatch: pytest.MonkeyPatch, username: str, password: str
) -> None:
    monkeypatch.setenv("PANTAU_NEW_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_administrator", username)
    assert not User.objects.exists()


def test_there_are_no_superusers() -> None:
    with pytest.raises(CommandError, match="create_administrator"):
        call_command("createsuperuser")
