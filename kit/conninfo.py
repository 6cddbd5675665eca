"""Where the database is, for connections apart from Django's."""

from django.conf import settings
from psycopg.conninfo import make_conninfo


def conninfo() -> str:
    """The address of Django's default database as libpq reads it."""
    database = settings.DATABASES["default"]
    return make_conninfo(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
    )
