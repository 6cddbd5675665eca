"""Bringing the tables up to date."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from kit.management.commands.prepare_database import unknown_migrations


@pytest.mark.django_db
def test_a_database_of_an_unreleased_version_is_left_as_it_is() -> None:
    assert unknown_migrations() == []
    MigrationRecorder(connection).record_applied("incidents", "0007_field_changes_of_an_earlier_version")
    with pytest.raises(CommandError, match=r"cannot upgrade.*incidents\.0007.*Nothing was changed"):
        call_command("prepare_database", verbosity=0)
