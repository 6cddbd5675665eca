"""A database that has complaints in the tables of before says what to do with it."""

from importlib import import_module

import pytest
from django.db import ProgrammingError, connection

INITIAL = import_module("complaints.migrations.0001_initial")


def test_the_upgrade_of_a_former_database_says_how_to_make_a_new_one(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INITIAL.REFUSE_FORMER_DATABASE)
        cursor.execute("CREATE TABLE incidents_report (id bigint)")
        with pytest.raises(ProgrammingError, match="--new-demo"):
            cursor.execute(INITIAL.REFUSE_FORMER_DATABASE)
