"""How the test database is emptied after a test whose commits were real: by row, where Django would cut every file.

A test leaves some dozens of rows. To TRUNCATE a hundred tables for them, with all their indexes and partitions, makes
and syncs a thousand files, which takes seconds; and Django leaves out what it does not manage: positions, queued jobs.
"""

from typing import Any, Final

from django.apps import apps
from django.db import connection

KEPT: Final = frozenset(
    {"django_content_type", "auth_permission", "spatial_ref_sys", "geometry_columns", "live_eventcounter"}
)
"""What migrations put there and nobody changes; and the counter, which must not go back while a web process runs."""


def statements(*_: Any, **__: Any) -> list[str]:
    """Stands in for ``sql_flush`` of Django's database backend."""
    models = apps.get_models(include_auto_created=True)
    tables = sorted({model._meta.db_table for model in models if not model._meta.proxy} - KEPT)
    names = [connection.ops.quote_name(table) for table in tables]
    return [
        # What a process that was killed has not finished writing comes before this, or not at all; readers go on.
        f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE",
        # Neither foreign keys nor the audit trail, which only grows, stand in the way.
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in names),
        "INSERT INTO live_eventcounter (id, number) VALUES (1, 0) ON CONFLICT DO NOTHING",
        # The same transaction may go on.
        "SET LOCAL session_replication_role = DEFAULT",
    ]
