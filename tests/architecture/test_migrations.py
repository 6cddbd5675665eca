"""Migrations that hold locks on the large tables for long."""

from typing import Final

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddIndex, RunPython, RunSQL
from django.db.models import Index

LARGE: Final = {"position", "vehicleevent", "trip", "quarantine", "outboxevent"}
BEFORE_THE_RULE: Final = {("fleet", "0011_alarms_that_stay")}
"""Migrations that installations have run already."""


def _breaks_the_rule(migration: Migration) -> bool:
    """Whether one transaction both rewrites rows and builds an index or checks a constraint of a large table."""
    if not migration.atomic:
        return False
    rewrites = any(
        isinstance(operation, RunPython) or (isinstance(operation, RunSQL) and "UPDATE " in str(operation.sql).upper())
        for operation in migration.operations
    )
    builds = any(
        isinstance(operation, AddIndex | AddConstraint) and operation.model_name_lower in LARGE
        for operation in migration.operations
    )
    return rewrites and builds


def test_no_migration_rewrites_rows_and_builds_an_index_of_a_large_table_in_one_transaction() -> None:
    found = {key for key, migration in MigrationLoader(None).disk_migrations.items() if _breaks_the_rule(migration)}
    assert found == BEFORE_THE_RULE


@pytest.mark.parametrize(("atomic", "breaks"), [(True, True), (False, False)])
def test_the_rule_sees_what_it_forbids(atomic: bool, breaks: bool) -> None:
    migration = Migration("0001_example", "fleet")
    setattr(migration, "atomic", atomic)  # noqa: B010 - a class attribute by its type
    index = AddIndex("quarantine", Index(fields=["id"], name="example"))
    setattr(migration, "operations", [RunSQL("UPDATE fleet_quarantine SET count = 1"), index])  # noqa: B010 - as above
    assert _breaks_the_rule(migration) is breaks
